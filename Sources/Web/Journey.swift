/// How far a request with secrets has come, whose redirects are followed here and not by libcurl.
///
/// libcurl would send its headers to every server on the way, but for `Authorization` and `Cookie`.
struct Journey {
    /// How many redirects were followed.
    private(set) var hops = 0
    /// Whether the secrets may go along.
    ///
    /// They stay behind for good once another origin was asked, as fetch does it (WHATWG Fetch, HTTP-redirect
    /// fetch): that origin would else choose what the first one is asked for in the user's name.
    private(set) var isAtHome = true
    /// How many answers had come before this hop.
    private(set) var answersBefore = 0
    /// The time until the first byte of each answer so far.
    private(set) var waiting = Duration.zero
    /// The time for all hops so far.
    private(set) var total = Duration.zero

    /// Goes on after an answer.
    mutating func move(from home: Target, to url: String, answers: Int, waiting: Duration, total: Duration) {
        hops += 1
        isAtHome = isAtHome && Target(url).map(home.sharesSecrets(with:)) == true
        answersBefore = answers
        self.waiting += waiting
        self.total += total
    }
}
