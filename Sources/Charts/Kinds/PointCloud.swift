import Terminal

/// Points of classes, as a boundary and a scatter plot draw them.
struct PointCloud {
  var points: [ClassPoint]
  var names: [String]

  var classes: [Int] { Set(points.map(\.classIndex)).sorted() }

  func name(_ index: Int) -> Phrase {
    if isOne { return "examples" }
    return names.indices.contains(index) ? .verbatim(names[index]) : "class \(index)"
  }

  /// Whether nothing is told apart.
  private var isOne: Bool { names.isEmpty && classes == [0] }

  private var hasHeldOut: Bool { points.contains(where: \.isHeldOut) }

  var legend: [Drawing.LegendEntry] {
    isOne ? heldOutEntry : legend(of: classes)
  }

  func legend(of classes: [Int]) -> [Drawing.LegendEntry] {
    classes.map {
      .init(sample: .point(.ofClass($0), Self.ink($0)), label: name($0))
    } + heldOutEntry
  }

  private var heldOutEntry: [Drawing.LegendEntry] {
    hasHeldOut ? [.init(sample: .point(.circle, Self.heldOutInk), label: "held out")] : []
  }

  /// What is held out has the mark of its class without its colour.
  private static let heldOutInk = Ink.faint

  static func ink(_ classIndex: Int) -> Ink {
    // Class 0 is the low end of a prediction, and orange with it; class 1 is blue.
    classIndex == 0 ? .series(1) : classIndex == 1 ? .series(0) : .series(classIndex)
  }

  /// Each class in a mark of its own; points at one place are one.
  func draw(in frame: Frame, of drawing: inout Drawing) {
    var (missing, outside) = (0, 0)
    for (index, isHeldOut) in groups {
      var places: [Scene.Point] = []
      var seen: Set<Scene.Point> = []
      for point in points where point.classIndex == index && point.isHeldOut == isHeldOut {
        guard let place = frame.point(point.x, point.y) else {
          missing += 1
          continue
        }
        guard frame.contains(place) else {
          outside += 1
          continue
        }
        let rounded = Scene.Point((place.x * 4).rounded() / 4, (place.y * 4).rounded() / 4)
        if seen.insert(rounded).inserted { places.append(place) }
      }
      let ink = isHeldOut ? Self.heldOutInk : Self.ink(index)
      if !places.isEmpty { drawing.add(.points(places, .ofClass(index), ink)) }
    }
    if missing > 0 {
      drawing.note(missing == 1 ? "1 point not finite" : "\(missing) points not finite")
    }
    if outside > 0 {
      drawing.note(
        outside == 1 ? "1 point outside the plane" : "\(outside) points outside the plane")
    }
  }

  /// What is trained on lies above what is held out.
  private var groups: [(classIndex: Int, isHeldOut: Bool)] {
    (hasHeldOut ? [true, false] : [false]).flatMap { held in classes.map { ($0, held) } }
  }

  var summary: [Phrase] {
    groups.sorted { !$0.isHeldOut && $1.isHeldOut }.compactMap { index, isHeldOut in
      let own = points.filter { $0.classIndex == index && $0.isHeldOut == isHeldOut }
      if own.isEmpty { return nil }
      let name: Phrase = isHeldOut ? "\(name(index)), held out" : name(index)
      func range(_ values: [Double]) -> Phrase {
        let finite = values.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else { return "nowhere" }
        return low == high
          ? .verbatim(NumberText.short(low))
          : "\(NumberText.short(low)) to \(NumberText.short(high))"
      }
      let places = Set(own.map { Scene.Point($0.x, $0.y) }).count
      let (across, up) = (range(own.map(\.x)), range(own.map(\.y)))
      if places == own.count {
        return own.count == 1
          ? "\(name): 1 point, across \(across), up \(up)."
          : "\(name): \(own.count) points, across \(across), up \(up)."
      }
      return places == 1
        ? "\(name): \(own.count) points at 1 place, across \(across), up \(up)."
        : "\(name): \(own.count) points at \(places) places, across \(across), up \(up)."
    }
  }
}
