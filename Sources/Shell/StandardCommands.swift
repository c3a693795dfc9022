extension CommandSet {
  /// Those of the shell itself.
  package static let standard: CommandSet = CommandSet([
    .step, .stepEquation, .epoch, .runEpochs, .until, .continue, .rewind, .rewindEquation,
    .reverseContinue, .goto, .reset,
    .break, .temporaryBreak, .watch, .info, .delete, .disable, .enable,
    .show, .shape, .predict, .plot, .live, .why, .uses, .pulls, .derive, .check, .diagnose, .stats,
    .confusion, .worst, .test,
    .display, .undisplay, .list, .where,
    .set, .edit, .data, .script, .mend, .undo, .redo, .fork, .switch, .runs, .compare, .sweep,
    .open,
    .lessons, .lesson, .page, .next, .back, .demo,
    .hint, .answer, .skip, .again, .play, .return, .progress, .handIn,
    .write, .help, .apropos, .history, .source, .save, .load, .language, .quit,
  ])
}
