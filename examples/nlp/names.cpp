// Counts the named entities of the lines of standard input, on all cores: names MODEL.whl < texts
#include <algorithm>
#include <depeche/nlp.hpp>
#include <iostream>
#include <map>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: names MODEL.whl < texts\n";
    return 2;
  }
  std::string fault;
  const auto pipeline = depeche::Pipeline::open(argv[1], fault);
  if (!pipeline) {
    std::cerr << fault << '\n';
    return 1;
  }
  std::vector<std::string> lines;
  for (std::string line; std::getline(std::cin, line);) lines.push_back(line);
  const std::vector<std::string_view> texts(lines.begin(), lines.end());
  std::map<std::pair<std::string, std::string>, int> counts;
  for (const depeche::Doc& doc : pipeline->annotate(texts, 0)) {
    for (const depeche::Entity entity : doc.entities())
      ++counts[{std::string(entity.text()), std::string(entity.label())}];
  }
  for (const auto& [name, count] : counts) std::cout << count << '\t' << name.second << '\t' << name.first << '\n';
}
