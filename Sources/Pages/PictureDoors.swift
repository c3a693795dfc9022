import Arrays
import Charts
import Equations
import Networks
import Shell
import Training
import Web

/// Doors upon pictures: what can be chosen lies over them, unseen until it is lit.
enum PictureDoors {
  /// Over the network: its nodes with the values of the example that is drawn, its edges with the
  /// weights, or with their gradients.
  static func network(
    _ run: Run, _ scene: Scene, example: Int = 0, showsGradients: Bool = false
  ) -> HTML {
    let layers = run.program.layers
    guard let first = layers.first else { return HTML() }
    let names = [first.input] + layers.map(\.output)
    var html = HTML()
    for target in scene.targets {
      switch target.subject {
      case .edge(let layer, let from, let to):
        guard layers.indices.contains(layer), let weights = run.state[layers[layer].weights] else {
          continue
        }
        let name = layers[layer].weights
        html += element(
          target.place, showsGradients ? Differentiator.gradientName(of: name) : name,
          layers[layer].place(ofUnit: to, input: from, in: weights.shape), weights.shape)
      case .node(let layer, let index):
        guard names.indices.contains(layer), let values = run.state[names[layer]],
          let flat = place(
            of: index, example, values.shape, run.program.exampleAxis(of: names[layer]))
        else { continue }
        html += element(target.place, names[layer], flat, values.shape)
      }
    }
    return html
  }

  /// Where an example's value of a unit stands; `nil` where there is none.
  static func place(
    of unit: Int, _ example: Int, _ shape: Shape, _ axis: Int?
  ) -> Int? {
    switch (shape.rank, axis) {
    case (1, _): return unit == 0 && example < shape[0] ? example : nil
    case (2, 0): return example < shape[0] && unit < shape[1] ? example * shape[1] + unit : nil
    case (2, _): return unit < shape[0] && example < shape[1] ? unit * shape[1] + example : nil
    default: return nil
    }
  }

  private static func element(
    _ place: Scene.Target.Place, _ name: String, _ flat: Int, _ shape: Shape
  ) -> HTML {
    let door = NumberDoor.attributes(name, flat, shape)
    return switch place {
    case .circle(let point, let radius):
      "<circle\(door) cx=\"\(n(point.x))\" cy=\"\(n(point.y))\" r=\"\(n(radius))\"></circle>"
    case .rectangle(let room):
      """
      <rect\(door) x="\(n(room.x))" y="\(n(room.y))" width="\(n(room.width))" \
      height="\(n(room.height))"></rect>
      """
    case .line(let from, let to):
      """
      <line\(door) x1="\(n(from.x))" y1="\(n(from.y))" x2="\(n(to.x))" y2="\(n(to.y))"></line>
      """
    }
  }

  /// A point of a curve at one of the moments under a slider.
  static func point(
    _ scene: Scene, x: Double, y: Double, _ name: String, _ flat: Int, _ shape: Shape,
    moment: Int, label: String
  ) -> HTML {
    guard let point = scene.point(x, y) else { return HTML() }
    return """
      <circle data-door="\(name)" data-at="\(flat)" data-moment="\(moment)" data-label="\(label)" \
      cx="\(n(point.x))" cy="\(n(point.y))" r="5"></circle>
      """
  }

  /// What lies over a picture.
  static func layer(_ content: HTML, region: String? = nil, label: String) -> HTML {
    let size = SessionPage.pictureSize
    let inside: HTML =
      region.map { "<g data-region=\"\($0)\">\(content)</g>" } ?? "<g>\(content)</g>"
    return """
      <svg class="overlay doors" viewBox="0 0 \(size.width) \(size.height)" role="group" \
      aria-label="\(label)" data-doors>\(inside)</svg>
      """
  }

  private static func n(_ value: Double) -> String { ReportTimeline.number(value) }
}
