#include "serve/channel.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <string_view>

namespace depeche::serve {
namespace {

tl::unexpected<Error> refused(std::string_view what, const std::string& file) {
  const unsigned long code = ERR_get_error();
  const char* const reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
  ERR_clear_error();
  return fail(Error::Code::Unreadable, std::string(what) + (reason ? std::string(": ") + reason : std::string()),
              {.file = file});
}

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
  constexpr std::string_view kOurs = "http/1.1";
  std::string_view all(reinterpret_cast<const char*>(offered), offered_size);
  while (!all.empty()) {
    const auto length = static_cast<size_t>(static_cast<unsigned char>(all[0]));
    const std::string_view one = all.substr(1, length);
    if (one == kOurs) {
      *chosen = reinterpret_cast<const unsigned char*>(one.data());
      *size = static_cast<unsigned char>(one.size());
      return SSL_TLSEXT_ERR_OK;
    }
    all.remove_prefix(std::min(all.size(), length + 1));
  }
  return SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

Result<TlsContext> TlsContext::load(const std::string& certificate, const std::string& key) {
  TlsContext t;
  t.context_.reset(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX* const context = t.context_.get();
  if (!context) return refused("TLS cannot be used", certificate);
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context,
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1)
    return refused("no certificate (PEM) can be read", certificate);
  if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1)
    return refused("no key (PEM, of the certificate) can be read", key);
  if (SSL_CTX_check_private_key(context) != 1) return refused("the key is not that of the certificate", key);
  return t;
}

void Channel::Freer::operator()(ssl_st* ssl) const { SSL_free(ssl); }

Channel::Channel(int fd, const TlsContext* tls) : fd_(fd) {
  if (!tls) return;
  ssl_.reset(SSL_new(tls->context_.get()));
  if (!ssl_ || SSL_set_fd(ssl_.get(), fd) != 1) {
    is_broken_ = true;
    return;
  }
  SSL_set_accept_state(ssl_.get());
}

std::ptrdiff_t Channel::result(int code) {
  wants_to_send_ = false;
  switch (SSL_get_error(ssl_.get(), code)) {
    case SSL_ERROR_NONE:
      return code;
    case SSL_ERROR_ZERO_RETURN:
      return 0;
    case SSL_ERROR_WANT_WRITE:
      wants_to_send_ = true;
      errno = EAGAIN;
      return -1;
    case SSL_ERROR_WANT_READ:
      errno = EAGAIN;
      return -1;
    default:
      is_broken_ = true;
      ERR_clear_error();
      errno = EPROTO;
      return -1;
  }
}

std::ptrdiff_t Channel::receive(char* to, size_t size) {
  if (!ssl_ && !is_broken_) return ::recv(fd_, to, size, 0);
  if (is_broken_) return 0;
  ERR_clear_error();
  return result(SSL_read(ssl_.get(), to, static_cast<int>(std::min<size_t>(size, INT_MAX))));
}

std::ptrdiff_t Channel::send(const char* from, size_t size) {
  if (!ssl_ && !is_broken_) return ::send(fd_, from, size, MSG_NOSIGNAL);
  if (is_broken_) {
    errno = EPIPE;
    return -1;
  }
  ERR_clear_error();
  return result(SSL_write(ssl_.get(), from, static_cast<int>(std::min<size_t>(size, INT_MAX))));
}

void Channel::end() {
  if (ssl_ && !is_broken_ && SSL_is_init_finished(ssl_.get())) {
    ERR_clear_error();
    static_cast<void>(SSL_shutdown(ssl_.get()));
    ERR_clear_error();
  }
  ::shutdown(fd_, SHUT_WR);
}

}  // namespace depeche::serve
