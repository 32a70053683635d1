package org.yutang.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Programme;
import org.yutang.programme.Text;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.store.Words;

/// What every page has beside its own content: the reader's language, who they are, where they are,
/// and how numbers, dates and addresses are written. Templates call it `s`.
public final class Screen {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(BusinessDay.ZONE);

  private final Words words;
  private final @Nullable Actor actor;
  private final String path;
  private final Map<String, List<String>> query;
  private final @Nullable CsrfToken csrf;
  private final String synthetic;
  private final Templates templates;
  private final Assets assets;

  /// @param synthetic what the banner says, or an empty text for none
  Screen(
      Words words,
      @Nullable Actor actor,
      String path,
      Map<String, List<String>> query,
      @Nullable CsrfToken csrf,
      String synthetic,
      Templates templates,
      Assets assets) {
    this.words = words;
    this.actor = actor;
    this.path = path;
    this.query = query;
    this.csrf = csrf;
    this.synthetic = synthetic;
    this.templates = templates;
    this.assets = assets;
  }

  // Answers of controllers

  View page(String template, Object view) {
    return page(HttpStatus.OK, template, view);
  }

  View page(HttpStatus status, String template, Object view) {
    return templates.view(status, template, this, view);
  }

  /// Sends the browser elsewhere with a GET, so that reloading the next page repeats nothing.
  static View go(String address) {
    RedirectView redirect = new RedirectView(address, true, false);
    redirect.setStatusCode(HttpStatus.SEE_OTHER);
    redirect.setExposeModelAttributes(false);
    redirect.setExpandUriTemplateVariables(false);
    return redirect;
  }

  // Words

  public String t(String key) {
    return words.t(key);
  }

  public String t(String key, String name, @Nullable Object value) {
    return words.t(key, facts(name, value));
  }

  public String t(
      String key, String name1, @Nullable Object value1, String name2, @Nullable Object value2) {
    return words.t(key, facts(name1, value1, name2, value2));
  }

  public String t(
      String key,
      String name1,
      @Nullable Object value1,
      String name2,
      @Nullable Object value2,
      String name3,
      @Nullable Object value3) {
    return words.t(key, facts(name1, value1, name2, value2, name3, value3));
  }

  public String t(String key, Map<String, ?> facts) {
    return words.t(key, facts);
  }

  /// The word for a constant of an enum, from the key `prefix.constant-in-lower-case`.
  public String name(String prefix, Enum<?> constant) {
    return words.t(prefix + "." + code(constant));
  }

  /// How a constant is written in addresses.
  public String code(Enum<?> constant) {
    return Asked.name(constant);
  }

  /// The message of that key, or the other text where there is none.
  public String orElse(String key, String other) {
    return words.has(key) ? words.t(key) : other;
  }

  public String refusal(Refusal refusal) {
    return words.refusal(refusal);
  }

  /// A refusal that was written down with a job.
  public String refusal(String code, Map<String, ?> facts) {
    return words.refusal(code, facts);
  }

  /// `zh-CN` or `en`.
  public String lang() {
    return words.language().tag();
  }

  public boolean chinese() {
    return words.language() == Words.Language.ZH;
  }

  /// A place's name in the reader's language.
  public String placeName(Place place) {
    return place.name(chinese() ? Locale.CHINESE : Locale.ENGLISH);
  }

  /// The way to a place, without the world and, in its own pages, without the place itself.
  public List<Crumb> crumbs(List<Place> above) {
    List<Crumb> crumbs = new ArrayList<>();
    for (Place place : above)
      if (place.level() != PlaceLevel.WORLD)
        crumbs.add(new Crumb("/places/" + place.code(), placeName(place)));
    return crumbs;
  }

  /// The same, with the page itself at its end.
  public List<Crumb> crumbs(List<Place> above, String here) {
    List<Crumb> crumbs = crumbs(above);
    crumbs.add(new Crumb("", here));
    return crumbs;
  }

  /// The same, with the place as a link and the page itself at its end.
  public List<Crumb> crumbs(List<Place> above, Place place, String here) {
    List<Crumb> crumbs = crumbs(above);
    crumbs.add(new Crumb("/places/" + place.code(), placeName(place)));
    crumbs.add(new Crumb("", here));
    return crumbs;
  }

  /// A sentence of a programme's definition.
  public String in(Text text) {
    return text.in(words.language());
  }

  /// The label of a fact, which a mapping may have named itself.
  public String factName(String name) {
    return orElse("web.fact." + name, name);
  }

  /// The value of a fact.
  public String factValue(Object value) {
    return switch (value) {
      case Boolean yes -> t(yes ? "web.yes" : "web.no");
      case Long number -> n(number);
      case Integer number -> n(number);
      case Double number -> n(number);
      default -> orElse("web.value." + value, value.toString());
    };
  }

  /// The title of a programme's rule by the rule's name.
  public String ruleTitle(Programme programme, String rule) {
    return programme.versions().reversed().stream()
        .flatMap(version -> version.rules().stream())
        .filter(each -> each.name().equals(rule))
        .findFirst()
        .map(each -> in(each.title()))
        .orElse(rule);
  }

  /// All actions that the audit knows.
  public List<String> auditActions() {
    return words.keys().stream()
        .filter(key -> key.startsWith("audit."))
        .map(key -> key.substring("audit.".length()))
        .toList();
  }

  /// The value of a fact that the audit recorded: constants by their word, long ids in brief.
  public String auditFact(Object value) {
    String word = value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    return orElse("web.role." + word, orElse("web.audit.value." + word, brief(value)));
  }

  /// The largest first.
  public List<Map.Entry<String, Long>> sorted(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }

  /// By name.
  public List<Map.Entry<String, Object>> sortedFacts(Map<String, Object> facts) {
    return facts.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
  }

  /// The columns of rows that need not have all of them, in the order in which they appear.
  public List<String> columns(List<Map<String, String>> rows) {
    return rows.stream().flatMap(row -> row.keySet().stream()).distinct().toList();
  }

  // Numbers, money, days

  public String n(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// A measured number with at most two decimals.
  public String n(double number) {
    String text = String.format(Locale.ROOT, "%,.2f", number);
    return text.replaceFirst("0$", "").replaceFirst("\\.0$", "");
  }

  /// A length in a picture, in units of its view box.
  public String px(double length) {
    return String.format(Locale.ROOT, "%.1f", length);
  }

  /// A share with one decimal, such as `98.0 %`; a dash where there is nothing to share.
  public String share(long part, long whole) {
    return whole == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  /// An exact amount with its currency; in columns, whose head names the currency, [Money#grouped]
  /// is enough.
  public String money(Money money) {
    return switch (money.currency()) {
      case "CNY" -> words.t("web.money.cny", Map.of("amount", money.grouped()));
      default -> money.grouped() + " " + money.currency();
    };
  }

  public String day(LocalDate day) {
    return day.toString();
  }

  public String minute(Instant instant) {
    return MINUTE.format(instant);
  }

  /// The first eight and last four characters of a long id or digest, for the eye; the whole stands
  /// in a title or a link.
  public String brief(Object id) {
    String text = id.toString();
    return text.length() <= 16
        ? text
        : text.substring(0, 8) + "…" + text.substring(text.length() - 4);
  }

  // Who

  public Optional<Actor> actor() {
    return Optional.ofNullable(actor);
  }

  /// Whether the reader holds the permission anywhere; decides what is offered, never what is
  /// allowed.
  public boolean offers(Permission permission) {
    return actor != null
        && actor.grants().stream().anyMatch(grant -> permission.isHeldBy(grant.role()));
  }

  /// The reader's roles and where they hold them, for the menu.
  public List<String> roles() {
    if (actor == null) return List.of();
    return actor.grants().stream()
        .map(
            grant ->
                t(
                    "web.role.at",
                    "role",
                    name("web.role", grant.role()),
                    "place",
                    grant.place().text()))
        .sorted()
        .toList();
  }

  /// What the banner says on every page of a house with made-up data; empty elsewhere.
  public String synthetic() {
    return synthetic.isEmpty() ? "" : orElse("web.synthetic." + synthetic, synthetic);
  }

  // Where

  public String path() {
    return path;
  }

  /// The first value of a parameter of this page's address, or an empty text.
  public String query(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  /// How many values that are not blank each parameter of this page's address has.
  Map<String, Integer> given() {
    Map<String, Integer> given = new LinkedHashMap<>();
    query.forEach(
        (name, values) -> {
          int count = (int) values.stream().filter(value -> !value.isBlank()).count();
          if (count > 0) given.put(name, count);
        });
    return given;
  }

  /// This page's address as it is.
  public String here() {
    return address(path, query);
  }

  /// This page's address with one parameter changed, from the first page on; an empty value takes
  /// it out.
  public String with(String name, Object value) {
    return with(name, value, "page", name.equals("page") ? value : "");
  }

  /// The same with two parameters changed.
  public String with(String name1, Object value1, String name2, Object value2) {
    Map<String, List<String>> changed = new LinkedHashMap<>(query);
    changed.remove("note");
    changed.remove("page");
    put(changed, name1, value1);
    put(changed, name2, value2);
    return address(path, changed);
  }

  /// The Excel file of this page's list, with the same filter and order.
  public String excel() {
    return excel(path);
  }

  /// The Excel file of a list that lies at another address and is filtered by this page's.
  public String excel(String list) {
    Map<String, List<String>> asked = new LinkedHashMap<>(query);
    asked.remove("note");
    asked.remove("page");
    return address(list + ".xlsx", asked);
  }

  /// The same, to be carried inside another address.
  public String encodedHere() {
    return encoded(here());
  }

  /// The numbers of the pages that a list links to, the first, the last and those around the
  /// present one; 0 is a gap.
  public List<Long> pageNumbers(Page<?> page) {
    List<Long> numbers = new ArrayList<>();
    for (long number = 1; number <= page.pages(); number++) {
      boolean shown =
          number == 1 || number == page.pages() || Math.abs(number - page.number()) <= 1;
      if (shown) numbers.add(number);
      else if (numbers.getLast() != 0) {
        numbers.add(0L);
        number = number < page.number() ? page.number() - 2L : page.pages() - 1;
      }
    }
    return numbers;
  }

  public String asset(String path) {
    return assets.address(path);
  }

  /// The style sheet in full. It stands in the pages of visitors, whose browsers have seen nothing
  /// of us yet; those who log in have it from then on.
  public String style() {
    return assets.style();
  }

  public String htmx() {
    return assets.address(Assets.HTMX);
  }

  /// The sentence after something was done, named by the parameter `note` of the redirect; or an
  /// empty text.
  public String note() {
    return orElse("web.note." + query("note"), "");
  }

  // Forms

  /// The token without which a form is refused; empty where there is no session.
  public Optional<CsrfToken> csrf() {
    return Optional.ofNullable(csrf);
  }

  /// A key that a form carries, so that sending it twice does once.
  public String freshKey() {
    return UUID.randomUUID().toString();
  }

  private static void put(Map<String, List<String>> query, String name, Object value) {
    String text = value.toString();
    if (text.isEmpty()) query.remove(name);
    else query.put(name, List.of(text));
  }

  static String address(String path, Map<String, List<String>> query) {
    List<String> parts = new ArrayList<>();
    query.forEach(
        (name, values) -> {
          for (String value : values)
            if (!value.isEmpty()) parts.add(encoded(name) + "=" + encoded(value));
        });
    return parts.isEmpty() ? path : path + "?" + String.join("&", parts);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Map<String, Object> facts(@Nullable Object... pairs) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      Object value = pairs[i + 1];
      if (value != null) facts.put(String.valueOf(pairs[i]), value);
    }
    return facts;
  }
}
