#include "jetstream.h"

#include <fmt/format.h>
#include <nats/nats.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

namespace depeche::app {
namespace {

constexpr int64_t kSecond = 1'000'000'000;  // in NATS' unit
constexpr int64_t kWaitMs = 5000;           // for an answer

tl::unexpected<Error> fault(const std::string& what, natsStatus status) {
  const char* const last = nats_GetLastError(nullptr);
  return fail(Error::Code::Unreadable,
              fmt::format("{}: {}", what, last && *last != '\0' ? last : natsStatus_GetText(status)));
}

}  // namespace

struct JetStream::Impl {
  explicit Impl(Options o) : options(std::move(o)) {}
  ~Impl() {
    natsSubscription_Destroy(subscription);
    jsCtx_Destroy(js);
    natsConnection_Destroy(connection);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Options options;
  natsConnection* connection = nullptr;
  jsCtx* js = nullptr;
  natsSubscription* subscription = nullptr;
  bool is_away = false;

  Result<void> connect() {
    natsOptions* wishes = nullptr;
    natsStatus status = natsOptions_Create(&wishes);
    const std::unique_ptr<natsOptions, void (*)(natsOptions*)> owned(wishes, natsOptions_Destroy);
    if (status == NATS_OK) status = natsOptions_SetURL(wishes, options.url.c_str());
    if (status == NATS_OK) status = natsOptions_SetName(wishes, "depeche");
    if (status == NATS_OK) status = natsOptions_SetMaxReconnect(wishes, -1);
    if (status == NATS_OK) status = natsOptions_SetReconnectWait(wishes, 250);
    if (status == NATS_OK) status = natsOptions_SetPingInterval(wishes, 10'000);
    if (status == NATS_OK && !options.credentials.empty())
      status = natsOptions_SetUserCredentialsFromFiles(wishes, options.credentials.c_str(), nullptr);
    if (status == NATS_OK) status = natsConnection_Connect(&connection, wishes);
    if (status == NATS_OK) status = natsConnection_JetStream(&js, connection, nullptr);
    if (status != NATS_OK) return fault(options.url, status);
    return {};
  }

  // The stream that keeps a subject, "" for none.
  Result<std::string> stream_of(const std::string& subject) {
    natsMsg* answer = nullptr;
    const std::string question = nlohmann::json{{"subject", subject}}.dump();
    const natsStatus status =
        natsConnection_RequestString(&answer, connection, "$JS.API.STREAM.NAMES", question.c_str(), kWaitMs);
    if (status == NATS_NO_RESPONDERS)
      return fail(Error::Code::Unsupported, options.url + ": the server has no JetStream: start it with -js");
    if (status != NATS_OK) return fault(options.url, status);
    const std::unique_ptr<natsMsg, void (*)(natsMsg*)> owned(answer, natsMsg_Destroy);
    const auto told = nlohmann::json::parse(natsMsg_GetData(answer),
                                            natsMsg_GetData(answer) + natsMsg_GetDataLength(answer), nullptr, false);
    if (!told.is_object()) return fail(Error::Code::Malformed, options.url + ": the server's answer is no JSON");
    if (told.contains("error"))
      return fail(Error::Code::Unreadable, fmt::format("{}: {}", options.url, told["error"].value("description", "")));
    const auto names = told.find("streams");
    return names != told.end() && names->is_array() && !names->empty() ? names->front().get<std::string>() : "";
  }

  Result<void> add_stream(const std::string& name, const std::string& subject) {
    jsStreamConfig config;
    jsStreamConfig_Init(&config);
    const char* subjects[] = {subject.c_str()};
    config.Name = name.c_str();
    config.Subjects = subjects;
    config.SubjectsLen = 1;
    config.Storage = js_FileStorage;
    config.Duplicates = 3600 * kSecond;
    const natsStatus status = js_AddStream(nullptr, js, &config, nullptr, nullptr);
    if (status != NATS_OK) return fault(fmt::format("the stream '{}' cannot be made", name), status);
    return {};
  }

  Result<void> subscribe() {
    if (options.stream.empty()) options.stream = DEPECHE_TRY(stream_of(options.subject));
    if (options.stream.empty()) {
      if (!options.create)
        return fail(Error::Code::NotFound,
                    fmt::format("{}: no stream keeps '{}': make one, or give --create", options.url, options.subject));
      options.stream = "DEPECHE";
      DEPECHE_CHECK(add_stream(options.stream, options.subject));
    }
    DEPECHE_CHECK(add_consumer());
    jsSubOptions wishes;
    jsSubOptions_Init(&wishes);
    wishes.Stream = options.stream.c_str();
    wishes.Consumer = options.durable.c_str();
    const natsStatus status = js_PullSubscribe(&subscription, js, options.subject.c_str(), options.durable.c_str(),
                                               nullptr, &wishes, nullptr);
    if (status != NATS_OK) return fault(fmt::format("{}: the consumer '{}'", options.url, options.durable), status);
    return {};
  }

  // Does nothing where it is there.
  Result<void> add_consumer() {
    jsConsumerConfig config;
    jsConsumerConfig_Init(&config);
    config.Durable = options.durable.c_str();
    config.AckPolicy = js_AckExplicit;
    config.AckWait = options.ack_wait_seconds * kSecond;
    config.FilterSubject = options.subject.c_str();
    config.MaxAckPending = options.most_pending;
    const natsStatus status = js_AddConsumer(nullptr, js, options.stream.c_str(), &config, nullptr, nullptr);
    if (status != NATS_OK) return fault(fmt::format("{}: the consumer '{}'", options.url, options.durable), status);
    return {};
  }

  Message taken(natsMsg* message) const {
    Message out;
    out.handle = std::shared_ptr<void>(message, [](void* m) { natsMsg_Destroy(static_cast<natsMsg*>(m)); });
    out.data = {natsMsg_GetData(message), static_cast<size_t>(natsMsg_GetDataLength(message))};
    out.subject = natsMsg_GetSubject(message);
    jsMsgMetaData* about = nullptr;
    if (natsMsg_GetMetaData(&about, message) == NATS_OK) {
      out.stream = about->Stream;
      out.sequence = about->Sequence.Stream;
      out.delivered = about->NumDelivered;
      jsMsgMetaData_Destroy(about);
    }
    return out;
  }
};

JetStream::JetStream(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JetStream::JetStream(JetStream&&) noexcept = default;
JetStream::~JetStream() = default;
bool JetStream::is_away() const { return impl_->is_away; }

Result<JetStream> JetStream::connect(const Options& options) {
  auto impl = std::make_unique<Impl>(options);
  DEPECHE_CHECK(impl->connect());
  DEPECHE_CHECK(impl->subscribe());
  return JetStream(std::move(impl));
}

std::vector<JetStream::Message> JetStream::fetch(int most, int64_t timeout_ms) {
  natsMsgList list{};
  const natsStatus status = natsSubscription_Fetch(&list, impl_->subscription, most, timeout_ms, nullptr);
  std::vector<Message> out;
  for (int i = 0; i < list.Count; ++i) out.push_back(impl_->taken(std::exchange(list.Msgs[i], nullptr)));
  natsMsgList_Destroy(&list);
  impl_->is_away = natsConnection_Status(impl_->connection) != NATS_CONN_STATUS_CONNECTED ||
                   (out.empty() && status != NATS_OK && status != NATS_TIMEOUT);
  if (impl_->is_away && out.empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(timeout_ms));
    // Someone may have taken the consumer away; where the server is away itself, this fails and is tried again.
    static_cast<void>(impl_->add_consumer());
  }
  return out;
}

void JetStream::acknowledge(const Message& m) { natsMsg_Ack(static_cast<natsMsg*>(m.handle.get()), nullptr); }
void JetStream::terminate(const Message& m) { natsMsg_Term(static_cast<natsMsg*>(m.handle.get()), nullptr); }
void JetStream::keep(const Message& m) const { natsMsg_InProgress(static_cast<natsMsg*>(m.handle.get()), nullptr); }
void JetStream::put_off(const Message& m, int64_t seconds) {
  natsMsg_NakWithDelay(static_cast<natsMsg*>(m.handle.get()), seconds * kSecond, nullptr);
}
void JetStream::flush() { natsConnection_FlushTimeout(impl_->connection, kWaitMs); }

Result<void> JetStream::ensure_stream(const std::string& name, const std::string& subject) {
  const std::string there = DEPECHE_TRY(impl_->stream_of(subject));
  return there.empty() ? impl_->add_stream(name, subject) : Result<void>();
}

Result<void> JetStream::publish(const std::string& subject, std::string_view data, const std::string& id,
                                const Headers& headers) {
  natsMsg* message = nullptr;
  natsStatus status = natsMsg_Create(&message, subject.c_str(), nullptr, data.data(), static_cast<int>(data.size()));
  for (const auto& [name, value] : headers) {
    std::string line = value.substr(0, 1000);
    for (char& c : line) c = c == '\r' || c == '\n' ? ' ' : c;
    if (status == NATS_OK) status = natsMsgHeader_Set(message, name.c_str(), line.c_str());
  }
  jsPubOptions wishes;
  jsPubOptions_Init(&wishes);
  wishes.MsgId = id.c_str();
  wishes.MaxWait = kWaitMs;
  if (status == NATS_OK) status = js_PublishMsg(nullptr, impl_->js, message, &wishes, nullptr);
  natsMsg_Destroy(message);
  if (status != NATS_OK) return fault(fmt::format("'{}' takes no message", subject), status);
  return {};
}

}  // namespace depeche::app
