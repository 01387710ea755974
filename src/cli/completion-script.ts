/** The shells that have a completion script. */
export const shells: readonly string[] = ["bash", "zsh", "fish"];

/** The script for one of the shells. It asks `limbeck __complete`, which reads the command table and the revisions. */
export function completionScript(shell: string): string {
  return scripts[shell] ?? "";
}

const scripts: Readonly<Record<string, string>> = {
  bash: `_limbeck() {
  local word
  COMPREPLY=()
  while IFS= read -r word; do
    COMPREPLY+=("$word")
  done < <(limbeck __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
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
