# Builds Underhood from a clone of its sources, which holds this file:
#   brew install --HEAD --formula ./Packaging/underhood.rb
class Underhood < Formula
  desc "Step through the training of a small neural network"
  license "MIT"
  # The clone that this file lies in.
  head "file://#{File.expand_path("..", __dir__)}", using: :git, branch: "main"

  depends_on xcode: ["26.4", :build]
  depends_on "pkgconf" => :build
  depends_on "cmark"
  depends_on "libedit"
  depends_on macos: :sequoia
  depends_on "zeromq"
  uses_from_macos "zlib"

  def install
    %w[underhood underhood-view underhood-kernel].each do |product|
      system "swift", "build", "--disable-sandbox", "-c", "release", "--product", product
      bin.install ".build/release/#{product}"
    end
    pkgshare.install "lessons"
    system bin/"underhood", "manual", buildpath/"manual"
    man1.install Dir["manual/man1/*"]
    man5.install Dir["manual/man5/*"]
    man7.install Dir["manual/man7/*"]
    bash_completion.install "manual/completions/underhood.bash" => "underhood"
    zsh_completion.install "manual/completions/_underhood"
    fish_completion.install "manual/completions/underhood.fish"
    doc.install "README.md", "SECURITY.md", "manual/underhood.html"
  end

  test do
    assert_match "sigmoid(Z2[0, 0])", shell_output("#{bin}/underhood -e 'step 3; why A2[0, 0]'")
  end
end
