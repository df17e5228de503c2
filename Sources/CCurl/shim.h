// libcurl sets its options through variadic functions, which Swift does not import.
// Each wrapper below fixes one argument type, so a wrong type is a compile error here
// and not undefined behaviour at run time.
#ifndef TOCSIN_CCURL_SHIM_H
#define TOCSIN_CCURL_SHIM_H

#include <curl/curl.h>
// What libcurl's sockets are watched with; Swift's Glibc leaves both out.
#include <sys/epoll.h>
#include <sys/eventfd.h>

typedef size_t (*tocsin_curl_bytes_callback)(char *bytes, size_t size, size_t count, void *context);
typedef curl_socket_t (*tocsin_curl_open_socket_callback)(
    void *context, curlsocktype purpose, struct curl_sockaddr *address);
typedef int (*tocsin_curl_before_request_callback)(
    void *context, char *peer_address, char *own_address, int peer_port, int own_port);
typedef int (*tocsin_curl_socket_callback)(
    CURL *handle, curl_socket_t socket, int what, void *context, void *socket_context);
typedef int (*tocsin_curl_timer_callback)(CURLM *multi, long milliseconds, void *context);
typedef int (*tocsin_curl_debug_callback)(
    CURL *handle, curl_infotype kind, char *bytes, size_t count, void *context);
typedef int (*tocsin_curl_progress_callback)(
    void *context, curl_off_t to_download, curl_off_t downloaded, curl_off_t to_upload, curl_off_t uploaded);

static inline CURLcode tocsin_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode tocsin_curl_set_off_t(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode tocsin_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode tocsin_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode tocsin_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode tocsin_curl_set_bytes_callback(CURL *handle, CURLoption option, tocsin_curl_bytes_callback value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode tocsin_curl_set_open_socket_callback(CURL *handle, tocsin_curl_open_socket_callback value) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}
static inline CURLcode tocsin_curl_set_before_request_callback(CURL *handle, tocsin_curl_before_request_callback value) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}
static inline CURLcode tocsin_curl_set_debug_callback(CURL *handle, tocsin_curl_debug_callback value) {
    return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, value);
}
static inline CURLcode tocsin_curl_set_progress_callback(CURL *handle, tocsin_curl_progress_callback value) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}

static inline CURLcode tocsin_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode tocsin_curl_get_off_t(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode tocsin_curl_get_string(CURL *handle, CURLINFO info, const char **value) {
    return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode tocsin_curl_get_pointer(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode tocsin_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode tocsin_curl_multi_set_socket_callback(CURLM *multi, tocsin_curl_socket_callback value, void *context) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, value);
}
static inline CURLMcode tocsin_curl_multi_set_timer_callback(CURLM *multi, tocsin_curl_timer_callback value, void *context) {
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, value);
}
// The result is a member of a union, and only there when the message says that a transfer is done.
static inline CURLcode tocsin_curl_message_result(const CURLMsg *message) {
    return message->data.result;
}
static inline CURLSHcode tocsin_curl_share(CURLSH *share, curl_lock_data what) {
    return curl_share_setopt(share, CURLSHOPT_SHARE, what);
}

#endif
