# Completion of depeche in bash: source this file, or put it into ~/.local/share/bash-completion/completions/depeche.

_depeche() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} options=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "code read times voice explain parse ingest watch stream query export serve db actors check-resources --help --version" -- "$word")
    return
  fi
  case "$previous" in
    --format)
      local formats="table jsonl csv"
      [ "$command" != parse ] || formats="conllu jsonl"
      [ "$command" != read ] || formats="text jsonl html"
      [ "$command" != times ] || formats="table jsonl timeml"
      [ "$command" != voice ] || formats="table jsonl"
      mapfile -t COMPREPLY < <(compgen -W "$formats" -- "$word")
      return
      ;;
    --threads | --min-confidence | --text-column | --limit | --host | --port | --token | --connections | --rate | --max-body | --max-text | --from | --to | --box | --text | --on) return ;;
    --status)
      mapfile -t COMPREPLY < <(compgen -W "occurred planned claimed alleged hypothetical negated" -- "$word")
      return
      ;;
    --group-by)
      mapfile -t COMPREPLY < <(compgen -W "type mode status quad context year month day actor recipient source country dyad place place-country publisher language" -- "$word")
      return
      ;;
    --language)
      mapfile -t COMPREPLY < <(compgen -W "en fr" -- "$word")
      return
      ;;
    -o | --output | --db | --tls-cert | --tls-key | --model | --gazetteer | --actors)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return
      ;;
    --resources)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -d -- "$word")
      return
      ;;
  esac
  case "$command" in
    code) options="--text-column --format --output --model --language --gazetteer --actors --resources --threads --min-confidence --keep-duplicates --quiet --help" ;;
    read) options="--text-column --format --resources --threads --progress --quiet --help" ;;
    times) options="--format --model --events --gazetteer --no-model --resources --threads --timing --help" ;;
    voice) options="--format --model --gazetteer --resources --threads --help" ;;
    explain) options="--format --model --gazetteer --resources --min-confidence --all --missed --top --help" ;;
    parse) options="--format --model --threads --timing --help" ;;
    ingest) options="--db --model --language --text-column --gazetteer --actors --resources --threads --min-confidence --keep-duplicates --quiet --help" ;;
    query) options="events stories disputes --db --type --mode --context --status --actor --recipient --country --sector --dyad --source --denied-by --place --publisher --language --article --from --to --box --text --story --dispute --once --min-confidence --group-by --limit --format --help" ;;
    watch) options="--db --once --model --gazetteer --resources --quiet --help" ;;
    stream) options="--nats --subject --db --stream --create --durable --credentials --dead-letter --records --batch --ack-wait --max-deliver --once --model --language --gazetteer --actors --resources --threads --min-confidence --quiet --help" ;;
    export) options="--db --type --mode --context --status --actor --recipient --country --sector --dyad --source --denied-by --place --publisher --language --article --from --to --box --text --min-confidence --format --output --resources --help" ;;
    serve) options="--db --host --port --token --tls-cert --tls-key --threads --connections --rate --max-body --max-text --model --gazetteer --resources --quiet --help" ;;
    db) options="check backup vacuum --help" ;;
    actors) options="check find --resources --actors --language --counts --on --help" ;;
    check-resources) options="--resources --help" ;;
  esac
  if [ "$command" = db ] && [ "$COMP_CWORD" -eq 2 ]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    return
  fi
  case "$command:$word" in
    *:-* | actors:* | check-resources:* | query:* | serve:* | stream:*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word") ;;
    code:* | read:* | times:* | voice:* | explain:* | parse:* | ingest:* | watch:* | db:*)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      ;;
  esac
}

complete -F _depeche depeche ./depeche
