#include "store/export_graphs.h"

#include <fmt/format.h>

namespace depeche::store {
namespace {

constexpr const char* kQuads[] = {"verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"};

std::string key_of(const ExportParty& p) {
  return p.wikidata.empty() ? p.name + "|" + p.country + "|" + p.sector : p.wikidata;
}

}  // namespace

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        // Control characters have no place in XML; neither have those two code points, but they stand in no news.
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
    }
  }
  return out;
}

void ActorNetwork::add(const ExportEvent& e) {
  for (const auto* const side : {&e.actor, &e.recipient}) {
    for (const ExportParty* p : *side) {
      Node& node = nodes_.try_emplace(key_of(*p), Node{p->name, p->country, p->sector, p->kind}).first->second;
      ++node.events;
    }
  }
  for (const ExportParty* a : e.actor) {
    for (const ExportParty* b : e.recipient) {
      Tie& tie = ties_[{key_of(*a), key_of(*b)}];
      ++tie.events;
      if (e.quad >= 1 && e.quad <= 4) ++tie.quads[static_cast<size_t>(e.quad - 1)];
      tie.goldstein += e.goldstein;
    }
  }
}

std::string ActorNetwork::graphml() const {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
  for (const char* const name : {"label", "country", "sector", "kind"})
    out += fmt::format("  <key id=\"{0}\" for=\"node\" attr.name=\"{0}\" attr.type=\"string\"/>\n", name);
  out +=
      "  <key id=\"node_events\" for=\"node\" attr.name=\"events\" attr.type=\"long\"/>\n  <key id=\"events\" "
      "for=\"edge\" attr.name=\"events\" attr.type=\"long\"/>\n";
  for (const char* const name : kQuads)
    out += fmt::format("  <key id=\"{0}\" for=\"edge\" attr.name=\"{0}\" attr.type=\"long\"/>\n", name);
  out +=
      "  <key id=\"goldstein\" for=\"edge\" attr.name=\"goldstein\" attr.type=\"double\"/>\n  <graph id=\"actors\" "
      "edgedefault=\"directed\">\n";
  for (const auto& [key, n] : nodes_) {
    out += fmt::format(
        "    <node id=\"{}\"><data key=\"label\">{}</data><data key=\"country\">{}</data><data "
        "key=\"sector\">{}</data><data key=\"kind\">{}</data><data key=\"node_events\">{}</data></node>\n",
        xml(key), xml(n.name), xml(n.country), xml(n.sector), xml(n.kind), n.events);
  }
  for (const auto& [pair, t] : ties_) {
    out += fmt::format("    <edge source=\"{}\" target=\"{}\"><data key=\"events\">{}</data>", xml(pair.first),
                       xml(pair.second), t.events);
    for (size_t i = 0; i < 4; ++i) out += fmt::format("<data key=\"{}\">{}</data>", kQuads[i], t.quads[i]);
    out += fmt::format("<data key=\"goldstein\">{:.3f}</data></edge>\n", t.goldstein / static_cast<double>(t.events));
  }
  return out + "  </graph>\n</graphml>\n";
}

std::string ActorNetwork::gexf() const {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n  "
      "<graph mode=\"static\" defaultedgetype=\"directed\">\n"
      "    <attributes class=\"node\" mode=\"static\">\n      <attribute id=\"country\" title=\"country\" "
      "type=\"string\"/>\n      <attribute id=\"sector\" title=\"sector\" type=\"string\"/>\n"
      "      <attribute id=\"kind\" title=\"kind\" type=\"string\"/>\n      <attribute id=\"events\" title=\"events\" "
      "type=\"integer\"/>\n    </attributes>\n    <attributes class=\"edge\" mode=\"static\">\n";
  for (const char* const name : kQuads)
    out += fmt::format("      <attribute id=\"{0}\" title=\"{0}\" type=\"integer\"/>\n", name);
  out += "      <attribute id=\"goldstein\" title=\"goldstein\" type=\"double\"/>\n    </attributes>\n    <nodes>\n";
  for (const auto& [key, n] : nodes_) {
    out += fmt::format(
        "      <node id=\"{}\" label=\"{}\"><attvalues><attvalue for=\"country\" value=\"{}\"/><attvalue "
        "for=\"sector\" value=\"{}\"/><attvalue for=\"kind\" value=\"{}\"/><attvalue for=\"events\" "
        "value=\"{}\"/></attvalues></node>\n",
        xml(key), xml(n.name), xml(n.country), xml(n.sector), xml(n.kind), n.events);
  }
  out += "    </nodes>\n    <edges>\n";
  int64_t id = 0;
  for (const auto& [pair, t] : ties_) {
    out += fmt::format("      <edge id=\"{}\" source=\"{}\" target=\"{}\" weight=\"{}\"><attvalues>", id++,
                       xml(pair.first), xml(pair.second), t.events);
    for (size_t i = 0; i < 4; ++i) out += fmt::format("<attvalue for=\"{}\" value=\"{}\"/>", kQuads[i], t.quads[i]);
    out += fmt::format("<attvalue for=\"goldstein\" value=\"{:.3f}\"/></attvalues></edge>\n",
                       t.goldstein / static_cast<double>(t.events));
  }
  return out + "    </edges>\n  </graph>\n</gexf>\n";
}

}  // namespace depeche::store
