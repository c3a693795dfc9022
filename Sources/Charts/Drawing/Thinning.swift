/// Keeping the shape of a long line in few points.
enum Thinning {
  /// The points of a line through `points`, with runs that fall into one column of a raster cut
  /// down to their first, lowest, highest and last, in their order: no spike is lost, however many
  /// points there are. O(n).
  ///
  /// - Parameter columnWidth: in the units of the points.
  static func thin(_ points: [Scene.Point], columnWidth: Double) -> [Scene.Point] {
    guard points.count > 4, columnWidth > 0 else { return points }
    var result: [Scene.Point] = []
    var start = 0
    func column(_ index: Int) -> Double { (points[index].x / columnWidth).rounded(.down) }
    var current = column(0)
    for index in 1...points.count {
      let next = index < points.count ? column(index) : .nan
      if next == current { continue }
      append(start..<index)
      start = index
      current = next
    }
    return result

    func append(_ run: Range<Int>) {
      if run.count <= 4 {
        result += points[run]
        return
      }
      var (lowest, highest) = (run.lowerBound, run.lowerBound)
      for index in run {
        if points[index].y < points[lowest].y { lowest = index }
        if points[index].y > points[highest].y { highest = index }
      }
      var last = -1
      for index in [run.lowerBound, min(lowest, highest), max(lowest, highest), run.upperBound - 1]
      where index != last {
        result.append(points[index])
        last = index
      }
    }
  }
}

extension Thinning {
  /// A path without the points that are nearer than `distance` to the last one kept; its ends stay.
  static func near(_ points: [Scene.Point], distance: Double) -> [Scene.Point] {
    guard var kept = points.first, let last = points.last else { return [] }
    var result = [kept]
    for point in points.dropFirst() {
      let (dx, dy) = (point.x - kept.x, point.y - kept.y)
      if dx * dx + dy * dy >= distance * distance {
        result.append(point)
        kept = point
      }
    }
    if kept != last { result.append(last) }
    return result
  }
}
