#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "batches.h"
#include "commands.h"
#include "read_progress.h"
#include "record/json_writer.h"
#include "text/builder.h"

namespace depeche::app {
namespace {

struct Settings {
  std::string text_column;
  std::vector<std::string> inputs;
  std::string format = "text", resources;
  int threads = 0;
  bool quiet = false, progress = false;
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

// The blocks of a kind as an array; nothing where there are none. Foreign ones with their language.
void write_blocks(const text::Document& document, text::BlockKind kind, const char* name, record::JsonWriter& json) {
  bool open = false;
  for (const text::Block& block : document.blocks) {
    if (block.kind != kind) continue;
    if (!open) json.key(name).begin('[');
    open = true;
    const std::string_view words = slice(document.text, block.span);
    if (kind == text::BlockKind::Foreign)
      json.begin('{').key("language").text(block.language).key("text").text(words).end('}');
    else
      json.text(words);
  }
  if (open) json.end(']');
}

// What a page tells that is no part of its report's text.
struct Beside {
  std::string author;
  std::vector<std::string> captions, left_out;
};

void write_json(const text::Document& document, const Beside& beside, std::string& out) {
  record::JsonWriter json(out);
  json.begin('{').key("id").text(document.id);
  json.key("url").text_or_null(document.url);
  json.key("title").text_or_null(title_of(document));
  json.key("author").text_or_null(beside.author);
  json.key("publisher").text_or_null(document.publisher);
  json.key("published").text_or_null(document.published);
  json.key("language").text_or_null(document.language);
  json.key("language_confidence").number(document.language_confidence);
  if (document.kind == text::PageKind::Live) json.key("page").text("live");
  if (document.kind == text::PageKind::List) json.key("page").text("list");
  write_blocks(document, text::BlockKind::Heading, "crossheads", json);
  write_blocks(document, text::BlockKind::Foreign, "foreign", json);
  if (!beside.captions.empty()) {
    json.key("captions").begin('[');
    for (const std::string& caption : beside.captions) json.text(caption);
    json.end(']');
  }
  json.key("body").text(body_of(document));
  if (!document.diagnostics.empty()) {
    json.key("diagnostics").begin('[');
    for (const std::string& line : document.diagnostics) json.text(line);
    json.end(']');
  }
  json.end('}');
  out += '\n';
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

void write_html(const text::Document& document, const Beside& beside, std::string& out) {
  out += "<article>\n";
  std::string about = document.id;
  for (const std::string* part :
       {&document.published, &beside.author, &document.publisher, &document.language, &document.url}) {
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
      case text::BlockKind::Foreign:
        out += "<p lang=\"" + escaped(block.language) + "\">" + words + "</p>\n";
        break;
      case text::BlockKind::Paragraph:
        out += "<p>" + words + "</p>\n";
        break;
      case text::BlockKind::Residue:
        out += "<p><del>" + words + "</del></p>\n";
        break;
    }
  }
  for (const std::string& block : beside.left_out) out += "<p><del>" + escaped(block) + "</del></p>\n";
  out += "</article>\n";
}

void read(const text::DocumentBuilder& builder, const std::string& format, Batch& batch) {
  for (text::Article& article : batch.articles) {
    const Beside beside{article.author, std::move(article.captions), std::move(article.left_out)};
    const text::Document document = builder.run(std::move(article));
    if (format == "jsonl") {
      write_json(document, beside, batch.out);
    } else if (format == "html") {
      write_html(document, beside, batch.out);
    } else {
      const std::string title = title_of(document);
      if (!title.empty()) batch.out += title + "\n\n";
      batch.out += body_of(document) + "\n\n";
    }
  }
  batch.count = batch.articles.size();
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
  const bool seen = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
  ReadProgress progress(settings.inputs, settings.progress || (seen && !settings.quiet));
  if (settings.format == "html") put(kPageHead);
  run_batches<Worker>(
      reader, settings.threads, [&](Batch& batch, Worker&) { read(*builder, settings.format, batch); },
      [&](const Batch& batch) {
        for (const std::string& fault : batch.faults) {
          progress.wipe();
          complain(fault);
        }
        if (!batch.faults.empty()) status = kSomeFailed;
        progress.show(batch.count, reader.bytes_read());
        return put(batch.out);
      });
  progress.end(reader.bytes_read());
  return end_output(writable, status);
}

}  // namespace

void add_read(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command =
      app.add_subcommand("read", "Shows what is read of pages and texts: the report alone, its title, date and author");
  command
      ->add_option("INPUT", settings->inputs,
                   "Pages, texts, feeds, archives, JSON Lines, CSV, zip, folders, patterns, or - for standard input")
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
  command->add_flag("--progress", settings->progress, "Progress also where standard error is no terminal");
  command->add_flag("-q,--quiet", settings->quiet, "No progress");
  command->callback([settings, &chosen] { chosen = [settings] { return run(*settings); }; });
}

}  // namespace depeche::app
