#include "serve/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace depeche::serve {
namespace {

class Client {
 public:
  explicit Client(int port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval limit{20, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { ::close(fd_); }
  bool is_connected() const { return connected_; }
  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
  }
  // Until `end` has come so many times, or nothing more does.
  std::string receive(std::string_view end, int times = 1) const {
    std::string got;
    char buffer[4096];
    for (size_t at = 0;;) {
      for (size_t found; (found = got.find(end, at)) != std::string::npos; at = found + end.size()) {
        if (--times == 0) return got;
      }
      at = got.size() < end.size() ? 0 : std::max(at, got.size() - end.size() + 1);
      const ssize_t n = ::recv(fd_, buffer, sizeof buffer, 0);
      if (n <= 0) return got;
      got.append(buffer, static_cast<size_t>(n));
    }
  }

 private:
  int fd_;
  bool connected_ = false;
};

// Answers with the last segment of the path and the body; /big/N with N letters, /news streams.
Response echo(Request& request, size_t) {
  Response response;
  if (request.segments[0] == "news") {
    response.streams = true;
    response.body = "begun\n";
  } else if (request.segments[0] == "big") {
    response.body = std::string(std::stoul(request.segments[1]), 'x') + "END";
  } else {
    response.body = request.segments.back() + request.body + "END";
  }
  return response;
}

class Running {
 public:
  explicit Running(const ServerOptions& options = {}) : server_(Server::listen(options).value()) {
    thread_ = std::thread([this] {
      server_.run(
          echo, [](const Request&) { return size_t{0}; },
          [](int status, const std::string& reason) {
            return Response{status, {}, reason + "END", false};
          });
    });
  }
  ~Running() { stop(); }
  void stop() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }
  Server& operator*() { return server_; }
  Server* operator->() { return &server_; }

 private:
  Server server_;
  std::thread thread_;
};

std::string get(const std::string& path, const std::string& more = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + more + "\r\n";
}

TEST(Server, AnswersManyAtOnceEachItsOwn) {
  ServerOptions options;
  options.lanes = {3};
  Running server(options);
  std::vector<std::thread> clients;
  std::atomic<int> right = 0;
  constexpr int kClients = 20, kRequests = 50;
  for (int c = 0; c < kClients; ++c) {
    clients.emplace_back([&, c] {
      const Client client(server->port());
      for (int i = 0; i < kRequests; ++i) {
        const std::string word = std::to_string(c) + "-" + std::to_string(i);
        client.send(get("/" + word));
        if (client.receive("END").ends_with("\r\n\r\n" + word + "END")) ++right;
      }
    });
  }
  for (std::thread& c : clients) c.join();
  EXPECT_EQ(right, kClients * kRequests);
  EXPECT_EQ(server->gauges().malformed, 0U);
}

TEST(Server, KeepsTheOrderOfRequestsSentTogether) {
  Running server;
  const Client client(server->port());
  std::string all;
  for (int i = 0; i < 30; ++i) all += get("/n" + std::to_string(i) + "/");
  client.send(all);
  EXPECT_EQ(client.receive("END", 30).size() > 0, true);
  client.send("PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_NE(client.receive("\r\n\r\n").find("100 Continue"), std::string::npos);
  client.send("body");
  EXPECT_TRUE(client.receive("END").ends_with("xbodyEND"));
}

TEST(Server, GivesBigAnswersToSlowReaders) {
  Running server;
  const Client client(server->port());
  client.send(get("/big/20000000"));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const Client other(server->port());
  other.send(get("/quick"));
  EXPECT_TRUE(other.receive("END").ends_with("quickEND")) << "while the first is not read";
  EXPECT_GT(client.receive("END").size(), 20'000'000U);
}

TEST(Server, TellsWhoIsTooSlowAndForgetsWhoIsGone) {
  ServerOptions options;
  options.head_timeout = options.idle_timeout = std::chrono::milliseconds(300);
  Running server(options);
  const Client slow(server->port());
  slow.send("GET / HT");
  EXPECT_NE(slow.receive("END").find(" 408 "), std::string::npos);
  {
    const Client gone(server->port());
    gone.send(get("/big/5000000"));
  }
  const Client idle(server->port());
  EXPECT_EQ(idle.receive("END"), "");
}

TEST(Server, RefusesMoreConnectionsAndStreamsThanItMay) {
  ServerOptions options;
  options.connections = 5;
  options.streams = 2;
  Running server(options);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<Client>(server->port()));
    clients.back()->send(get("/news"));
    const std::string got = clients.back()->receive(i < 2 ? "begun\n" : "END");
    EXPECT_NE(got.find(i < 2 ? " 200 " : " 503 "), std::string::npos) << got;
  }
  server->broadcast("data: news\n\n");
  for (int i = 0; i < 2; ++i)
    EXPECT_NE(clients[static_cast<size_t>(i)]->receive("news\n\n").find("news"), std::string::npos);
  for (int i = 0; i < 2; ++i) {
    clients.push_back(std::make_unique<Client>(server->port()));
    clients.back()->send(get("/a"));
    EXPECT_NE(clients.back()->receive("END").find(" 200 "), std::string::npos);
  }
  const Client one_more(server->port());
  EXPECT_NE(one_more.receive("END").find(" 503 "), std::string::npos);
}

TEST(Server, LimitsTheRateOfAnAddress) {
  ServerOptions options;
  options.rate = 0.001;
  Running server(options);
  const Client client(server->port());
  client.send(get("/a"));
  EXPECT_NE(client.receive("END").find(" 429 "), std::string::npos);
}

TEST(Server, StopsWithConnectionsOpen) {
  Running server;
  const Client idle(server->port()), streams(server->port()), begun(server->port());
  streams.send(get("/news"));
  streams.receive("begun\n");
  begun.send("GET /x HTT");
  begun.send("P/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(begun.receive("END").ends_with("xEND"));
  server.stop();
  EXPECT_EQ(idle.receive("END"), "");
  EXPECT_FALSE(Client(server->port()).is_connected());
}

}  // namespace
}  // namespace depeche::serve
