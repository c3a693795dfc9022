import Training

/// What stops a run, and what is looked at where it does.
struct Stops: SessionState {
  var breakpoints = Breakpoints()
  var displays = Displays()
  var interrupted: InterruptedGoal?
}

extension Session {
  package internal(set) var breakpoints: Breakpoints {
    get { self[Stops.self].breakpoints }
    _modify { yield &self[Stops.self].breakpoints }
  }

  var displays: Displays {
    get { self[Stops.self].displays }
    _modify { yield &self[Stops.self].displays }
  }

  /// What Ctrl-C kept a run from coming to.
  var interrupted: InterruptedGoal? {
    get { self[Stops.self].interrupted }
    _modify { yield &self[Stops.self].interrupted }
  }
}
