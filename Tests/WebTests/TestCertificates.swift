/// Certificates for servers on this machine, made for these tests and trusted by nothing else.
///
/// They hold until 2120, but for the one that ended in 2020; no private key of an authority was kept.
enum TestCertificates {
    /// The authority behind the three below.
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBczCCARqgAwIBAgIIEJs4KgVcl0MwCgYIKoZIzj0EAwIwJTEjMCEGA1UEAwwa
        dG9jc2luIHRlc3RzOiBhdXRob3JpdHkgY2EwIBcNMjAwMTAxMDAwMDAwWhgPMjEy
        MDAxMDEwMDAwMDBaMCUxIzAhBgNVBAMMGnRvY3NpbiB0ZXN0czogYXV0aG9yaXR5
        IGNhMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEkeKN/Izd8RJmYYQSVwTzYVeA
        SMwk4tC0M9LqRh3y+m8IWWCOfQuQ0OcuXISZj85J3ueiQoEvMzZjZGWBaIIV0KMy
        MDAwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQUyRcccdlge4pUhU6f6N45Z9pS
        0gowCgYIKoZIzj0EAwIDRwAwRAIgJhJsoMt/Cir7aSZ4pBSeu9YnF8sor8OXl0Gz
        oqIpg6gCIATrmPuCaGrYYD8rjCaU5JDETe9d5BtjIWxorwFze0jo
        -----END CERTIFICATE-----

        """

    /// An authority behind none of them.
    static let otherAuthority = """
        -----BEGIN CERTIFICATE-----
        MIIBdTCCARygAwIBAgIIUCTi3flikhUwCgYIKoZIzj0EAwIwJjEkMCIGA1UEAwwb
        dG9jc2luIHRlc3RzOiBhdXRob3JpdHkgY2EyMCAXDTIwMDEwMTAwMDAwMFoYDzIx
        MjAwMTAxMDAwMDAwWjAmMSQwIgYDVQQDDBt0b2NzaW4gdGVzdHM6IGF1dGhvcml0
        eSBjYTIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARzR9/Yunz9NKWTqfECESHf
        /E2fjsDlu0w9DPEl7RZNeEbzz0iMJv/9CCJkWMIitRoR/IjrxyHCyIcU8Pot9CBv
        ozIwMDAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBRi1lrW6Gqu59QuzltyjndO
        C6licjAKBggqhkjOPQQDAgNHADBEAiBuZjrp61ZIrRpYT2BG5KJ1lw3tHfd2Qtch
        4qcgpqlRFAIgaCEeaRiCGJeeVv9wNdNJonBmrMkOaJnjunhNvfHYZYM=
        -----END CERTIFICATE-----

        """

    /// For 127.0.0.1 and localhost.
    static let good = """
        -----BEGIN CERTIFICATE-----
        MIIBozCCAUmgAwIBAgIIHez34Ub8liAwCgYIKoZIzj0EAwIwJTEjMCEGA1UEAwwa
        dG9jc2luIHRlc3RzOiBhdXRob3JpdHkgY2EwIBcNMjAwMTAxMDAwMDAwWhgPMjEy
        MDAxMDEwMDAwMDBaMB0xGzAZBgNVBAMMEnRvY3NpbiB0ZXN0czogZ29vZDBZMBMG
        ByqGSM49AgEGCCqGSM49AwEHA0IABGGAhAKUMVRT7ZskKtNgsN2d+D6En6OktVwp
        gn0lwnY7lkUfsXLHc/QO5P1pUkvzHWFMasHCW3b+Ii9Mkc+e2R2jaTBnMBoGA1Ud
        EQQTMBGHBH8AAAGCCWxvY2FsaG9zdDAJBgNVHRMEAjAAMB0GA1UdDgQWBBRrrYxb
        gQDhimqTTQCrJ1182dR75jAfBgNVHSMEGDAWgBTJFxxx2WB7ilSFTp/o3jln2lLS
        CjAKBggqhkjOPQQDAgNIADBFAiEAs+yiSUSdQdcYqAk2wLm9ceznT1m0sIlOUJoc
        ahPaQ1kCIHFSlIwUz7QljVQ65DRoPczGx4BfIKjWOLxv55+2/HSR
        -----END CERTIFICATE-----

        """

    /// For the same, and out of date.
    static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBpjCCAUugAwIBAgIJAJJf4fMPf88NMAoGCCqGSM49BAMCMCUxIzAhBgNVBAMM
        GnRvY3NpbiB0ZXN0czogYXV0aG9yaXR5IGNhMB4XDTIwMDEwMTAwMDAwMFoXDTIw
        MDIwMTAwMDAwMFowIDEeMBwGA1UEAwwVdG9jc2luIHRlc3RzOiBleHBpcmVkMFkw
        EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYYCEApQxVFPtmyQq02Cw3Z34PoSfo6S1
        XCmCfSXCdjuWRR+xcsdz9A7k/WlSS/MdYUxqwcJbdv4iL0yRz57ZHaNpMGcwGgYD
        VR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MAkGA1UdEwQCMAAwHQYDVR0OBBYEFGut
        jFuBAOGKapNNAKsnXXzZ1HvmMB8GA1UdIwQYMBaAFMkXHHHZYHuKVIVOn+jeOWfa
        UtIKMAoGCCqGSM49BAMCA0kAMEYCIQC9JP+2kDgIN7AyXwpmY90BZmz9Sm2K5Gq/
        4QIrR1wh3gIhAMN9XITG1DQSIbOf9FDhZ/J4wkgjvXWPjZHCGM6tEw3r
        -----END CERTIFICATE-----

        """

    /// For elsewhere.test.
    static let misnamed = """
        -----BEGIN CERTIFICATE-----
        MIIBpzCCAU2gAwIBAgIJANmuxdB1lwg2MAoGCCqGSM49BAMCMCUxIzAhBgNVBAMM
        GnRvY3NpbiB0ZXN0czogYXV0aG9yaXR5IGNhMCAXDTIwMDEwMTAwMDAwMFoYDzIx
        MjAwMTAxMDAwMDAwWjAhMR8wHQYDVQQDDBZ0b2NzaW4gdGVzdHM6IG1pc25hbWVk
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYYCEApQxVFPtmyQq02Cw3Z34PoSf
        o6S1XCmCfSXCdjuWRR+xcsdz9A7k/WlSS/MdYUxqwcJbdv4iL0yRz57ZHaNoMGYw
        GQYDVR0RBBIwEIIOZWxzZXdoZXJlLnRlc3QwCQYDVR0TBAIwADAdBgNVHQ4EFgQU
        a62MW4EA4Ypqk00AqyddfNnUe+YwHwYDVR0jBBgwFoAUyRcccdlge4pUhU6f6N45
        Z9pS0gowCgYIKoZIzj0EAwIDSAAwRQIgQJrIgmop9mRjMxXhZ+e3Q1byQdiBA70d
        8duMjO4MUO0CIQD5UNMWaGUgwuqXyjmtspN4WxQ8h5WMV/3pmKuJ6XZfcQ==
        -----END CERTIFICATE-----

        """

    /// The private key of the three.
    static let key = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIK4Bj/9Rd08Y1ChJXZW57GXFbyFC3t8+6faTD+WvTz1MoAoGCCqGSM49
        AwEHoUQDQgAEYYCEApQxVFPtmyQq02Cw3Z34PoSfo6S1XCmCfSXCdjuWRR+xcsdz
        9A7k/WlSS/MdYUxqwcJbdv4iL0yRz57ZHQ==
        -----END EC PRIVATE KEY-----

        """
}
