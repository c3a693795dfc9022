/// What a feature keeps in a session, in a type of its own: a new feature changes no type that all
/// of them share.
///
///     session[Stops.self].breakpoints.removeAll()
package protocol SessionState: Sendable {
  /// What it keeps at first.
  init()
}

/// The states of all features, each found by its type.
struct SessionStates: Sendable {
  private var states: [ObjectIdentifier: any SessionState] = [:]

  subscript<State: SessionState>(_ type: State.Type) -> State {
    get { states[ObjectIdentifier(type)] as? State ?? State() }
    _modify {
      // Taken out while it is changed, so that nothing in it has to be copied.
      var state = states.removeValue(forKey: ObjectIdentifier(type)) as? State ?? State()
      defer { states[ObjectIdentifier(type)] = state }
      yield &state
    }
  }
}
