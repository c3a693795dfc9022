import ArgumentParser

/// What a shell loads to complete the program's command line.
///
/// The parser of arguments makes it, but does not think of the options of the subcommand that is
/// meant where none is named, `underhood --lesson`: so that word is put in where words are read.
enum CompletionScript {
  static func text(for shell: CompletionShell) -> String {
    let script = Underhood.completionScript(for: shell)
    guard let (place, addition) = additions[shell.rawValue] else { return script }
    return script.replacing(place, with: place + addition, maxReplacements: 1)
  }

  /// By the shell: a line of the script, and what comes behind it.
  static let additions: [String: (place: String, addition: String)] = [
    "bash": (
      "    local -a unparsed_words=(\"${COMP_WORDS[@]:1:${COMP_CWORD}}\")\n",
      "    [[ \"${unparsed_words[0]}\" == -* ]] && unparsed_words=(start \"${unparsed_words[@]}\")\n"
    ),
    "zsh": (
      "    local -r command_name=\"${words[1]}\"\n",
      """
          if [[ "${CURRENT}" -ge 2 && "${words[2]}" == -* ]]; then
              words=("${words[1]}" start "${(@)words[2,-1]}")
              (( CURRENT += 1 ))
          fi

      """
    ),
    "fish": (
      "    set -l unparsed_tokens (__underhood_tokens -pc)\n",
      """
          if string match -q -- '-*' $unparsed_tokens[2..] (commandline -t)
              and not string match -qv -- '-*' $unparsed_tokens[2]
              set unparsed_tokens $unparsed_tokens[1] start $unparsed_tokens[2..]
          end

      """
    ),
  ]
}
