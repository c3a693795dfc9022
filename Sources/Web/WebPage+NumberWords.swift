extension WebPage {
  /// How numbers are written.
  static let numberWords = #"""
    /** A number as Python writes it: every digit that tells it from its neighbours. */
    const written = (value, type = "f") => {
      if (Number.isNaN(value)) return "nan";
      if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
      if (type === "b") return value ? "True" : "False";
      if (type === "i") return String(value);
      const sign = value < 0 || Object.is(value, -0) ? "-" : "";
      const [digits, power] = Math.abs(value).toExponential().split("e");
      const exponent = Number(power);
      const all = digits.replace(".", "");
      if (exponent < -4 || exponent >= 16) {
        const size = String(Math.abs(exponent)).padStart(2, "0");
        return `${sign}${digits}e${exponent < 0 ? "-" : "+"}${size}`;
      }
      if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${all}`;
      const whole = all.slice(0, exponent + 1).padEnd(exponent + 1, "0");
      return `${sign}${whole}.${all.slice(exponent + 1) || "0"}`;
    };

    /** In as many digits as tell the story: four that count, or more where it would seem whole. */
    const short = (value) => {
      if (!Number.isFinite(value)) return value;
      if (Number.isInteger(value) && Math.abs(value) < 1e15) return value === 0 ? 0 : value;
      for (let digits = 4; digits < 17; digits += 1) {
        const rounded = Number(value.toPrecision(digits));
        if (!Number.isInteger(rounded)) return rounded;
      }
      return value;
    };

    """#
}
