// The digest interface of OpenSSL's libcrypto: the part that Equipoise calls.
#include <openssl/evp.h>
