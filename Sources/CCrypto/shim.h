// OpenSSL's libcrypto, which libcurl brings into the process anyway: here for the keyed hash that signs webhooks.
#ifndef TOCSIN_CCRYPTO_SHIM_H
#define TOCSIN_CCRYPTO_SHIM_H

#include <openssl/evp.h>
#include <openssl/hmac.h>

#endif
