package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// A browser for tests: the system's Chromium, in the sizes, colours and languages in which pages
/// are looked at.
final class Browsing implements AutoCloseable {

  static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  /// Enough for a machine that does much else.
  private static final int PATIENCE_MILLIS = 180_000;

  private static final String VIOLATIONS =
      """
      () => axe.run({resultTypes: ["violations"]}).then(found => found.violations.map(rule =>
        rule.id + ": " + rule.help + " " + rule.nodes.slice(0, 3).map(node => node.html + " " + node.failureSummary)))
      """;

  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /// One way of looking at a page.
  record Look(int width, ColorScheme colours, String language) {
    /// Every size with every colour and every language, in four looks.
    static final List<Look> ALL =
        List.of(
            new Look(1280, ColorScheme.LIGHT, "zh-CN"),
            new Look(390, ColorScheme.LIGHT, "zh-CN"),
            new Look(1280, ColorScheme.DARK, "en"),
            new Look(390, ColorScheme.DARK, "en"));

    String name() {
      return width
          + "-"
          + colours.name().toLowerCase(java.util.Locale.ROOT)
          + "-"
          + language.substring(0, 2);
    }
  }

  private final Playwright playwright;
  private final Browser browser;
  private final String home;
  private final List<String> problems = new ArrayList<>();

  private Browsing(Playwright playwright, Browser browser, String home) {
    this.playwright = playwright;
    this.browser = browser;
    this.home = home;
  }

  /// Skips the test, saying why, where there is no Chromium.
  static Browsing at(int port) {
    Assumptions.assumeTrue(
        Files.isExecutable(CHROMIUM),
        "skipped: browser tests need Chromium at "
            + CHROMIUM
            + " (Debian: apt-get install chromium)");
    Playwright playwright = Playwright.create();
    Browser browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(FLAGS));
    return new Browsing(playwright, browser, "http://127.0.0.1:" + port);
  }

  /// A visitor with a browser of their own.
  Visit visit(Look look, boolean script) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(home)
                .setViewportSize(look.width, look.width < 720 ? 844 : 900)
                .setColorScheme(look.colours)
                .setLocale(look.language)
                .setJavaScriptEnabled(script));
    return new Visit(context, look, problems);
  }

  /// Fails with everything that was found on any page.
  void expectNoProblems() {
    assertThat(problems).isEmpty();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /// What one visitor does and sees; everything that the browser complains about is kept.
  static final class Visit implements AutoCloseable {
    final Page page;
    private final BrowserContext context;
    private final Look look;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> problems;

    Visit(BrowserContext context, Look look, List<String> problems) {
      this.problems = problems;
      context.setDefaultTimeout(PATIENCE_MILLIS);
      this.context = context;
      this.look = look;
      this.page = context.newPage();
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error") || message.type().equals("warning"))
              complaints.add(message.text() + " at " + message.location());
          });
      page.onPageError(complaints::add);
    }

    void login(String name, String password) {
      page.navigate("/login");
      page.fill("#name", name);
      page.fill("#password", password);
      page.click("main button.go");
      page.waitForURL(url -> !url.contains("/login"));
    }

    /// Opens a page and looks for anything wrong with it. `name` is that of the picture.
    void open(String path, String name) {
      page.navigate(path);
      inspect(name);
    }

    void inspect(String name) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(SCREENSHOTS.resolve(name + "-" + look.name() + ".png")));
      int sideways =
          (Integer)
              page.evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      if (sideways != 0) problem(name, "scrolls sideways by " + sideways + " px");
      for (Object violation : violations()) problem(name, violation.toString());
      complaints.forEach(complaint -> problem(name, "console: " + complaint));
      complaints.clear();
    }

    private void problem(String name, String what) {
      problems.add(name + " (" + look.name() + "): " + what);
    }

    /// Complaints that were expected, such as of a refused form.
    void forgetComplaints() {
      complaints.clear();
    }

    /// What axe finds, as sentences: asking for violations alone takes a third of the time.
    private List<?> violations() {
      page.evaluate(AxeBuilder.getAxeScript());
      return (List<?>) page.evaluate(VIOLATIONS);
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
