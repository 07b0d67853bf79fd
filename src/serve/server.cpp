#include "serve/server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <optional>
#include <unordered_map>
#include <utility>

#include "serve/channel.h"
#include "serve/lanes.h"

namespace depeche::serve {
namespace {

using Clock = std::chrono::steady_clock;

// A file descriptor that closes itself.
class File {
 public:
  explicit File(int fd = -1) : fd_(fd) {}
  File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

struct Connection {
  enum class State { Reading, Working, Writing, Streaming };
  Connection(File f, uint64_t n, const Limits& limits, const TlsContext* tls)
      : file(std::move(f)), channel(file.get(), tls), serial(n), parser(limits) {}

  File file;
  Channel channel;
  uint64_t serial;
  std::string peer, in, out;
  size_t written = 0;
  RequestParser parser;
  State state = State::Reading;
  bool keeps_alive = true, is_head = false, ended = false, begun = false, lingers = false;
  uint32_t watched = 0;
  Clock::time_point deadline;
};

// Requests a second of each address: a bucket that fills by itself.
class RateLimit {
 public:
  explicit RateLimit(double rate) : rate_(rate) {}
  bool take(const std::string& peer, Clock::time_point now) {
    if (rate_ <= 0) return true;
    constexpr size_t kMostPeers = 100'000;
    if (buckets_.size() > kMostPeers) buckets_.clear();
    Bucket& b = buckets_.try_emplace(peer, Bucket{2 * rate_, now}).first->second;
    b.tokens = std::min(2 * rate_, b.tokens + rate_ * std::chrono::duration<double>(now - b.at).count());
    b.at = now;
    if (b.tokens < 1) return false;
    b.tokens -= 1;
    return true;
  }

 private:
  struct Bucket {
    double tokens;
    Clock::time_point at;
  };
  double rate_;
  std::unordered_map<std::string, Bucket> buckets_;
};

std::string address_of(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text, sizeof text);
  }
  return text;
}

void raise_file_limit(size_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

struct Server::Impl {
  explicit Impl(const ServerOptions& o) : options(o), rate(o.rate) {}

  ServerOptions options;
  std::optional<TlsContext> tls;
  RateLimit rate;
  File listener, poll, wake, end;
  int port = 0;
  Gauges gauges;
  Mailbox mailbox;
  std::unordered_map<int, std::unique_ptr<Connection>> connections;
  uint64_t serial = 0;
  bool stopping = false;
  Clock::time_point stop_by;
  Lanes* lanes = nullptr;
  const Lane* lane = nullptr;
  const Refusal* refusal = nullptr;

  void watch(Connection& c, uint32_t events) {
    if (c.watched == events) return;
    epoll_event event{};
    event.events = events;
    event.data.fd = c.file.get();
    epoll_ctl(poll.get(), c.watched == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, c.file.get(), &event);
    c.watched = events;
  }

  void drop(Connection& c) {
    if (c.state == Connection::State::Streaming) --gauges.streams;
    --gauges.connections;
    connections.erase(c.file.get());
  }

  void accept_all() {
    for (;;) {
      sockaddr_storage address{};
      socklen_t size = sizeof address;
      File file(::accept4(listener.get(), reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
      if (file.get() < 0) return;
      ++gauges.accepted;
      if (connections.size() >= options.connections) {
        ++gauges.refused;
        const std::string bytes = to_bytes((*refusal)(503, "too many connections"), false, true);
        if (!tls) static_cast<void>(::send(file.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
        continue;
      }
      const int one = 1;
      setsockopt(file.get(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      const int fd = file.get();
      auto c = std::make_unique<Connection>(std::move(file), ++serial, options.limits, tls ? &*tls : nullptr);
      c->peer = address_of(address);
      c->deadline = Clock::now() + options.head_timeout;
      watch(*c, EPOLLIN | EPOLLRDHUP);
      connections.emplace(fd, std::move(c));
      ++gauges.connections;
    }
  }

  // False: the connection is gone.
  bool read(Connection& c) {
    char buffer[32 * 1024];
    // A few at a time: who sends without end does not keep the others waiting.
    for (int i = 0; i < 8; ++i) {
      const ssize_t got = c.channel.receive(buffer, sizeof buffer);
      if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) {
        c.ended = true;
        break;
      }
      if (c.lingers) continue;
      c.in.append(buffer, static_cast<size_t>(got));
    }
    if (c.lingers || c.state == Connection::State::Streaming) {
      c.in.clear();
      if (!c.ended) return true;
      drop(c);
      return false;
    }
    // The greeting of TLS may have more to say than the socket takes.
    if (c.state == Connection::State::Reading)
      watch(c, EPOLLIN | EPOLLRDHUP | (c.channel.wants_to_send() ? EPOLLOUT : 0U));
    return parse(c);
  }

  bool parse(Connection& c) {
    const bool was_in_body = c.parser.is_in_body();
    if (!c.begun && c.parser.has_begun(c.in)) {
      c.begun = true;
      c.deadline = Clock::now() + options.head_timeout;
    }
    switch (c.parser.advance(c.in)) {
      case RequestParser::State::More:
        if (c.ended) {
          drop(c);
          return false;
        }
        if (c.parser.wants_continue()) {
          constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
          static_cast<void>(c.channel.send(kGoOn.data(), kGoOn.size()));
        }
        if (c.parser.is_in_body() && !was_in_body) c.deadline = Clock::now() + options.body_timeout;
        return true;
      case RequestParser::State::Bad:
        ++gauges.malformed;
        return refuse(c, c.parser.status(), c.parser.reason());
      case RequestParser::State::Done:
        break;
    }
    Request& request = c.parser.request();
    request.peer = c.peer;
    c.keeps_alive = request.keeps_alive && !stopping;
    c.is_head = request.method == "HEAD";
    if (!rate.take(c.peer, Clock::now())) {
      ++gauges.limited;
      return answer(c, (*refusal)(429, "too many requests from this address"));
    }
    Job job{c.file.get(), c.serial, std::move(request)};
    if (!lanes->put((*lane)(job.request), job)) return answer(c, (*refusal)(503, "too many requests wait already"));
    ++gauges.waiting;
    c.state = Connection::State::Working;
    c.deadline = Clock::time_point::max();
    watch(c, EPOLLRDHUP);
    return true;
  }

  // What follows an unreadable request is not read as another.
  bool refuse(Connection& c, int status, const std::string& reason) {
    c.keeps_alive = false;
    c.in.clear();
    return answer(c, (*refusal)(status, reason));
  }

  bool answer(Connection& c, const Response& response) {
    const bool streams = response.streams && !c.is_head;
    if (streams && gauges.streams >= static_cast<int64_t>(options.streams))
      return answer(c, (*refusal)(503, "too many wait for news already"));
    if (stopping) c.keeps_alive = false;
    c.out = to_bytes(response, c.keeps_alive && !streams, !c.is_head);
    c.written = 0;
    c.state = streams ? Connection::State::Streaming : Connection::State::Writing;
    if (streams) ++gauges.streams;
    c.deadline = Clock::now() + options.write_timeout;
    return write(c);
  }

  bool write(Connection& c) {
    while (c.written < c.out.size()) {
      const ssize_t sent = c.channel.send(c.out.data() + c.written, c.out.size() - c.written);
      if (sent < 0 && errno == EINTR) continue;
      if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        const bool listens = c.state == Connection::State::Streaming;
        watch(c, EPOLLOUT | (c.ended ? 0U : EPOLLRDHUP) | (listens ? EPOLLIN : 0U));
        return true;
      }
      if (sent <= 0) {
        drop(c);
        return false;
      }
      c.written += static_cast<size_t>(sent);
      c.deadline = Clock::now() + options.write_timeout;
    }
    c.out.clear();
    c.written = 0;
    if (c.state == Connection::State::Streaming) {
      c.deadline = Clock::time_point::max();
      watch(c, EPOLLIN | EPOLLRDHUP);
      return true;
    }
    if (!c.keeps_alive) {
      // Closed at once, with bytes unread, the answer would be lost on its way; so the rest is read and thrown away.
      c.channel.end();
      if (c.ended || c.parser.state() != RequestParser::State::Bad) {
        drop(c);
        return false;
      }
      constexpr std::chrono::seconds kLinger{2};
      c.lingers = true;
      c.deadline = Clock::now() + kLinger;
      watch(c, EPOLLIN);
      return true;
    }
    c.parser = RequestParser(options.limits);
    c.begun = false;
    c.state = Connection::State::Reading;
    c.deadline = Clock::now() + (c.in.empty() ? options.idle_timeout : options.head_timeout);
    watch(c, EPOLLIN | EPOLLRDHUP);
    return c.in.empty() && !c.ended ? true : parse(c);
  }

  void take_answers() {
    uint64_t count = 0;
    static_cast<void>(::read(wake.get(), &count, sizeof count));
    auto [answers, news] = mailbox.take();
    for (Answer& a : answers) {
      --gauges.waiting;
      const auto at = connections.find(a.fd);
      if (at != connections.end() && at->second->serial == a.serial) answer(*at->second, a.response);
    }
    if (news.empty()) return;
    constexpr size_t kMostUnread = 64 * 1024;
    for (const int fd : all_in(Connection::State::Streaming)) {
      Connection& c = *connections.at(fd);
      if (c.out.size() - c.written > kMostUnread) {
        drop(c);
        continue;
      }
      c.out += news;
      write(c);
    }
  }

  std::vector<int> all_in(Connection::State state) const {
    std::vector<int> out;
    for (const auto& [fd, c] : connections) {
      if (c->state == state) out.push_back(fd);
    }
    return out;
  }

  void end_overdue(Clock::time_point now) {
    std::vector<int> late;
    for (const auto& [fd, c] : connections) {
      const bool idle = c->state == Connection::State::Reading && !c->parser.has_begun(c->in);
      if (c->deadline < now || (stopping && (idle || c->state == Connection::State::Streaming))) late.push_back(fd);
    }
    for (const int fd : late) {
      Connection& c = *connections.at(fd);
      const bool answered = c.state == Connection::State::Reading && c.parser.has_begun(c.in) && !c.lingers;
      if (!stopping && !c.lingers) ++gauges.timed_out;
      if (answered && !stopping && c.parser.state() == RequestParser::State::More) {
        refuse(c, 408, "the request took too long to arrive");
      } else {
        drop(c);
      }
    }
  }

  void handle(const epoll_event& event) {
    const auto at = connections.find(event.data.fd);
    if (at == connections.end()) return;
    Connection& c = *at->second;
    if ((event.events & (EPOLLERR | EPOLLHUP)) != 0U) return drop(c);
    const bool greets = c.state == Connection::State::Reading && !c.lingers;
    if ((event.events & EPOLLOUT) != 0U && !greets && !write(c)) return;
    if ((event.events & (greets ? EPOLLIN | EPOLLOUT : EPOLLIN)) != 0U &&
        (c.state == Connection::State::Reading || c.lingers || c.state == Connection::State::Streaming)) {
      read(c);
      return;
    }
    // Half closed while we work: the answer may still be read.
    if ((event.events & EPOLLRDHUP) != 0U) {
      c.ended = true;
      if (c.state == Connection::State::Working) watch(c, EPOLLET);
      if (c.state == Connection::State::Writing) watch(c, EPOLLOUT);
    }
  }
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::Server(Server&&) noexcept = default;
Server::~Server() = default;
int Server::port() const { return impl_->port; }
const Gauges& Server::gauges() const { return impl_->gauges; }

Result<Server> Server::listen(const ServerOptions& options) {
  auto impl = std::make_unique<Impl>(options);
  if (!options.certificate.empty()) impl->tls = DEPECHE_TRY(TlsContext::load(options.certificate, options.key));
  addrinfo hints{}, *found = nullptr;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  const int error = getaddrinfo(options.host.c_str(), fmt::format("{}", options.port).c_str(), &hints, &found);
  if (error != 0)
    return fail(Error::Code::InvalidArgument,
                fmt::format("no such address '{}': {}", options.host, gai_strerror(error)));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  File listener(::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int one = 1;
  setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  constexpr int kBacklog = 4096;
  if (listener.get() < 0 || ::bind(listener.get(), found->ai_addr, found->ai_addrlen) != 0 ||
      ::listen(listener.get(), kBacklog) != 0) {
    const std::string said = std::strerror(errno);
    return fail(Error::Code::Unreadable, fmt::format("cannot listen on {}:{}: {}", options.host, options.port, said));
  }
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
  impl->port = ntohs(address.ss_family == AF_INET ? reinterpret_cast<sockaddr_in&>(address).sin_port
                                                  : reinterpret_cast<sockaddr_in6&>(address).sin6_port);
  impl->listener = std::move(listener);
  impl->poll = File(epoll_create1(EPOLL_CLOEXEC));
  impl->wake = File(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  impl->end = File(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  constexpr size_t kOtherFiles = 200;
  raise_file_limit(options.connections + kOtherFiles);
  for (const int fd : {impl->listener.get(), impl->wake.get(), impl->end.get()}) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    if (epoll_ctl(impl->poll.get(), EPOLL_CTL_ADD, fd, &event) != 0)
      return fail(Error::Code::Unreadable, "no more files may be opened");
  }
  impl->mailbox.wake_fd = impl->wake.get();
  return Server(std::move(impl));
}

void Server::run(const Handler& handler, const Lane& lane, const Refusal& refusal) {
  Impl& i = *impl_;
  Lanes lanes(i.options.lanes, i.options.waiting, handler, i.mailbox);
  i.lanes = &lanes;
  i.lane = &lane;
  i.refusal = &refusal;
  auto checked = Clock::now();
  for (;;) {
    epoll_event events[256];
    constexpr int kTick = 250;  // milliseconds
    const int n = epoll_wait(i.poll.get(), events, static_cast<int>(std::size(events)), kTick);
    for (int e = 0; e < n; ++e) {
      const int fd = events[e].data.fd;
      if (fd == i.listener.get()) {
        i.accept_all();
      } else if (fd == i.wake.get()) {
        i.take_answers();
      } else if (fd == i.end.get()) {
        uint64_t count = 0;
        static_cast<void>(::read(fd, &count, sizeof count));
        if (i.stopping) continue;
        i.stopping = true;
        i.stop_by = Clock::now() + i.options.stop_timeout;
        epoll_ctl(i.poll.get(), EPOLL_CTL_DEL, i.listener.get(), nullptr);
        i.listener = File();
      } else {
        i.handle(events[e]);
      }
    }
    const auto now = Clock::now();
    if (i.stopping || now - checked >= std::chrono::milliseconds(kTick)) {
      i.end_overdue(now);
      checked = now;
    }
    if (i.stopping && (i.connections.empty() || now > i.stop_by)) break;
  }
  i.connections.clear();
}

void Server::stop() {
  const uint64_t one = 1;
  static_cast<void>(::write(impl_->end.get(), &one, sizeof one));
}

void Server::broadcast(std::string text) { impl_->mailbox.put_news(text); }

}  // namespace depeche::serve
