/** The shells that have a completion script. */
export const shells: readonly string[] = ["bash", "zsh", "fish"];

/** The script for one of the shells. It asks `limbeck __complete`, which reads the command table and the revisions. */
export function completionScript(shell: string): string {
  return scripts[shell] ?? "";
}

const scripts: Readonly<Record<string, string>> = {
  // Bash cuts words at the signs of COMP_WORDBREAKS, and replaces only what stands behind the last of them, or from it on when it is @.
  bash: `_limbeck() {
  local i word rest=$COMP_LINE breaks=\${COMP_WORDBREAKS//[^:=@]/} behind words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if ((i > 0)) && [[ -n $rest && $rest != [[:space:]]* ]]; then
      words[\${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    rest=\${rest#*"$word"}
  done
  word=\${words[\${#words[@]} - 1]} behind=$word
  [[ -n $breaks ]] && behind=\${word##*[$breaks]}
  [[ $breaks == *@* && $word == *@"$behind" ]] && behind=@$behind
  COMPREPLY=()
  while IFS= read -r i; do
    COMPREPLY+=("\${i#"\${word%"$behind"}"}")
  done < <(limbeck __complete "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F _limbeck limbeck
`,
  zsh: `#compdef limbeck
_limbeck() {
  local -a found
  found=("\${(@f)$(limbeck __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
}
compdef _limbeck limbeck
`,
  fish: `complete -c limbeck -f -a '(limbeck __complete (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
};
