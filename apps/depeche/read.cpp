#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "batches.h"
#include "commands.h"
#include "text/builder.h"

namespace depeche::app {
namespace {

struct Settings {
  std::string text_column;
  std::vector<std::string> inputs;
  std::string format = "text", resources;
  int threads = 0;
};

struct Worker {};

std::string body_of(const text::Document& document) {
  std::string out;
  for (const text::Block& block : document.blocks) {
    if (block.kind == text::BlockKind::Residue || block.kind == text::BlockKind::Title) continue;
    if (!out.empty()) out += "\n\n";
    out += slice(document.text, block.span);
  }
  return out;
}

std::string title_of(const text::Document& document) {
  for (const text::Block& block : document.blocks) {
    if (block.kind == text::BlockKind::Title) return std::string(slice(document.text, block.span));
  }
  return "";
}

void write_json(const text::Document& document, const std::string& author, std::string& out) {
  nlohmann::ordered_json json;
  const auto add = [&json](const char* name, const std::string& value) {
    json[name] = value.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(value);
  };
  json["id"] = document.id;
  add("url", document.url);
  add("title", title_of(document));
  add("author", author);
  add("publisher", document.publisher);
  add("published", document.published);
  add("language", document.language);
  json["body"] = body_of(document);
  if (!document.diagnostics.empty()) json["diagnostics"] = document.diagnostics;
  out += json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '\n')
      out += "<br>";
    else
      out += c;
  }
  return out;
}

constexpr const char* kPageHead =
    "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>depeche read</title>\n"
    "<style>body{max-width:45em;margin:2em auto;font:1em/1.5 serif}del{color:#888}.about{color:#555;font:.8em "
    "sans-serif}"
    "</style>\n";

void write_html(const text::Document& document, const std::string& author, const std::vector<std::string>& left_out,
                std::string& out) {
  out += "<article>\n";
  std::string about = document.id;
  for (const std::string* part :
       {&document.published, &author, &document.publisher, &document.language, &document.url}) {
    if (!part->empty()) about += " \xC2\xB7 " + *part;
  }
  out += "<p class=\"about\">" + escaped(about) + "</p>\n";
  for (const text::Block& block : document.blocks) {
    const std::string words = escaped(slice(document.text, block.span));
    switch (block.kind) {
      case text::BlockKind::Title:
        out += "<h1>" + words + "</h1>\n";
        break;
      case text::BlockKind::Heading:
        out += "<h2>" + words + "</h2>\n";
        break;
      case text::BlockKind::Paragraph:
        out += "<p>" + words + "</p>\n";
        break;
      case text::BlockKind::Residue:
        out += "<p><del>" + words + "</del></p>\n";
        break;
    }
  }
  for (const std::string& block : left_out) out += "<p><del>" + escaped(block) + "</del></p>\n";
  out += "</article>\n";
}

void read(const text::DocumentBuilder& builder, const std::string& format, Batch& batch) {
  for (text::Article& article : batch.articles) {
    const std::string author = article.author;
    const std::vector<std::string> left_out = std::move(article.left_out);
    const text::Document document = builder.run(std::move(article));
    if (format == "jsonl") {
      write_json(document, author, batch.out);
    } else if (format == "html") {
      write_html(document, author, left_out, batch.out);
    } else {
      const std::string title = title_of(document);
      if (!title.empty()) batch.out += title + "\n\n";
      batch.out += body_of(document) + "\n\n";
    }
  }
  batch.articles.clear();
}

int run(const Settings& settings) {
  const std::string resources = resources_folder(settings.resources);
  const auto builder = text::DocumentBuilder::load(resources);
  if (!builder) return cannot_start(builder.error());
  auto options = reader_options(settings.resources, settings.text_column);
  if (!options) return cannot_start(options.error());
  text::Reader reader(settings.inputs, std::move(*options));
  int status = kOk;
  bool writable = true;
  const auto put = [&](std::string_view bytes) {
    writable = writable && std::cout.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return writable;
  };
  if (settings.format == "html") put(kPageHead);
  run_batches<Worker>(
      reader, settings.threads, [&](Batch& batch, Worker&) { read(*builder, settings.format, batch); },
      [&](const Batch& batch) {
        for (const std::string& fault : batch.faults) complain(fault);
        if (!batch.faults.empty()) status = kSomeFailed;
        return put(batch.out);
      });
  return end_output(writable, status);
}

}  // namespace

void add_read(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command =
      app.add_subcommand("read", "Shows what is read of pages and texts: the report alone, its title, date and author");
  command->add_option("INPUT", settings->inputs, "HTML pages, text files, JSON Lines, folders, or - for standard input")
      ->required();
  command->add_option("--format", settings->format, "text, jsonl, or html, which shows what is left out struck through")
      ->check(CLI::IsMember({"text", "jsonl", "html"}))
      ->capture_default_str();
  command->add_option("--text-column", settings->text_column,
                      "CSV and TSV: the column of the texts; otherwise text, body, content or article");
  command->add_option("--resources", settings->resources, "The resources folder");
  command->add_option("--threads", settings->threads, "How many threads work, 0 for one per processor; same output")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command->callback([settings, &chosen] { chosen = [settings] { return run(*settings); }; });
}

}  // namespace depeche::app
