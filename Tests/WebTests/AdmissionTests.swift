import Testing

@testable import Web

@Suite struct Admission {
    @Test func `lets a slow host hold up no other`() {
        var admission = Web.Admission(ConnectionLimits(total: 3, perHost: 2))
        for (id, host) in ["slow", "slow", "slow", "quick", "quick"].enumerated() {
            admission.apply(.init(id: id, host: host))
        }
        #expect(all(&admission) == [0, 1, 3])
        admission.leave("quick")
        #expect(all(&admission) == [4])
        admission.leave("slow")
        #expect(all(&admission) == [2])
        for host in ["slow", "slow", "quick"] { admission.leave(host) }
        #expect(all(&admission) == [])
    }

    @Test func `keeps the order of a long line`() {
        var admission = Web.Admission(ConnectionLimits(total: 1, perHost: 1))
        for id in 0..<500 { admission.apply(.init(id: id, host: "host")) }
        var order: [Int] = []
        while let applicant = admission.next() {
            order.append(applicant.id)
            admission.leave("host")
        }
        #expect(order == Array(0..<500))
    }

    private func all(_ admission: inout Web.Admission) -> [Int] {
        var ids: [Int] = []
        while let applicant = admission.next() { ids.append(applicant.id) }
        return ids
    }
}
