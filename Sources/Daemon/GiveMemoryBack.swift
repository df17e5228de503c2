import Glibc

/// Gives free memory back to the system: to compile lists takes several times as much as they amount to.
func giveMemoryBack() {
    _ = trim?(0)
}

/// glibc's `malloc_trim`, which Swift's module for glibc leaves out; nil where the C library is another.
private let trim = dlsym(nil, "malloc_trim").map {
    unsafeBitCast($0, to: (@convention(c) (Int) -> CInt).self)
}
