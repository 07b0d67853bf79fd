// The bytes of one connection, as they are or over TLS: the socket stays non-blocking either way.
//
//   auto tls = DEPECHE_TRY(TlsContext::load("cert.pem", "key.pem"));
//   Channel channel(fd, &tls);                    // nullptr: no TLS
//   const std::ptrdiff_t got = channel.receive(buffer, sizeof buffer);
//
// TLS 1.2 and above. Whoever uses it ignores SIGPIPE.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/error.h"

struct ssl_ctx_st;
struct ssl_st;

namespace depeche::serve {

class TlsContext {
 public:
  // PEM: the certificate with what leads to its issuer, and its key. Errors name the file.
  [[nodiscard]] static Result<TlsContext> load(const std::string& certificate, const std::string& key);

 private:
  friend class Channel;
  std::shared_ptr<ssl_ctx_st> context_;
};

class Channel {
 public:
  // Neither owns the descriptor nor outlives it.
  Channel(int fd, const TlsContext* tls);
  // As recv() and send() do: bytes; 0: the other side has ended; -1 and errno, EAGAIN where the socket is not ready.
  std::ptrdiff_t receive(char* to, size_t size);
  std::ptrdiff_t send(const char* from, size_t size);
  // After EAGAIN: whether it is until the socket takes bytes, though bytes were to be received.
  bool wants_to_send() const { return wants_to_send_; }
  // No more will be sent.
  void end();

 private:
  std::ptrdiff_t result(int code);

  struct Freer {
    void operator()(ssl_st* ssl) const;
  };
  int fd_;
  std::unique_ptr<ssl_st, Freer> ssl_;
  bool wants_to_send_ = false, is_broken_ = false;
};

}  // namespace depeche::serve
