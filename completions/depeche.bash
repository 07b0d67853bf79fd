# Completion of depeche in bash: source this file, or put it into ~/.local/share/bash-completion/completions/depeche.

_depeche() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "code parse check-resources --help --version" -- "$word")
    return
  fi
  case "$previous" in
    --format)
      local formats="jsonl table csv"
      [ "$command" != parse ] || formats="jsonl conllu"
      mapfile -t COMPREPLY < <(compgen -W "$formats" -- "$word")
      return
      ;;
    --model | --gazetteer)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
  esac
  case "$command:$word" in
    code:-*) mapfile -t COMPREPLY < <(compgen -W "--format --model --gazetteer --help" -- "$word") ;;
    parse:-*) mapfile -t COMPREPLY < <(compgen -W "--format --model --help" -- "$word") ;;
    code:* | parse:*)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      ;;
  esac
}

complete -F _depeche depeche ./depeche
