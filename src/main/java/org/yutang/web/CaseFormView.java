package org.yutang.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.Verdict;
import org.yutang.register.PersonRow;
import org.yutang.web.CaseView.Problem;

/// Writing a case down: which kind, for whom, and the form.
public final class CaseFormView {

  /// Empty lines of a bill that a form offers beside those that are filled in.
  private static final int SPARE_LINES = 3;

  private CaseFormView() {}

  /// @param kinds that the reader may file
  public record Kinds(List<Offer> kinds) {
    public Kinds {
      kinds = List.copyOf(kinds);
    }
  }

  /// @param open whether one may be filed today
  public record Offer(CaseView.Kind kind, boolean open) {}

  /// @param found persons that may be meant
  /// @param byName whether the reader may search by name; others need the whole identity number
  public record Find(
      CaseView.Kind kind, List<PersonRow> found, boolean asked, boolean byName, String problem) {
    public Find {
      found = List.copyOf(found);
    }
  }

  /// @param person masked
  /// @param typed what stands in the fields, by the names of the inputs
  /// @param photos that were sent already, by evidence
  /// @param sealed names of personal fields that were answered before, `payee` among them
  /// @param papers what was read from the photos; empty where none are read, or the reader may not
  ///   see them
  /// @param proposed the inputs whose content is a proposal, with how sure it is in percent
  /// @param verdict of the check that was asked for
  public record Form(
      CaseView.Kind kind,
      PersonRow person,
      String village,
      String id,
      int version,
      boolean papersMissing,
      Map<String, String> typed,
      Map<String, List<String>> photos,
      List<String> sealed,
      boolean confirmed,
      Optional<PaperView.Read> papers,
      Map<String, Integer> proposed,
      Optional<Verdict> verdict,
      List<Problem> problems) {
    public Form {
      typed = Map.copyOf(typed);
      photos = Map.copyOf(photos);
      sealed = List.copyOf(sealed);
      proposed = Map.copyOf(proposed);
      problems = List.copyOf(problems);
    }

    public Programme programme() {
      return kind.programme();
    }

    public String typed(String name) {
      return typed.getOrDefault(name, "");
    }

    /// What a field says of a proposal that stands in it; empty where a person wrote it.
    public String read(Screen s, CaseKind.Field field) {
      return PaperView.hint(s, proposed, CaseForms.ANSWER + field.name());
    }

    public String problemOf(String field) {
      return CaseView.problemOf(problems, field);
    }

    public List<String> photosOf(CaseKind.Evidence evidence) {
      return photos.getOrDefault(evidence.name(), List.of());
    }

    /// Ways in which a form of this house can come.
    public List<CaseKind.Channel> channels() {
      return kind.kind().channels().stream()
          .filter(channel -> channel != CaseKind.Channel.SELF)
          .sorted()
          .toList();
    }

    public boolean isChannel(CaseKind.Channel channel, String code) {
      return typed("channel").isEmpty() ? channel == preferred() : typed("channel").equals(code);
    }

    private CaseKind.Channel preferred() {
      List<CaseKind.Channel> all = channels();
      return all.contains(CaseKind.Channel.NOMINATION)
          ? CaseKind.Channel.NOMINATION
          : all.getFirst();
    }
  }

  /// The box of one of several options.
  public static String chosen(String field, String option) {
    return CaseForms.chosen(field, option);
  }

  /// The input at which a field's mistake is shown.
  public static String input(CaseKind.Field field) {
    return CaseView.isBill(field)
        ? CaseForms.line(field.name(), 0, "service")
        : CaseForms.ANSWER + field.name();
  }

  /// The numbers of a bill's lines that a form shows.
  public static List<Integer> lines(Map<String, String> typed, String field) {
    int filled = 0;
    for (int i = 0; i < CaseForms.MAX_LINES; i++)
      for (String part : CaseForms.LINE_PARTS)
        if (!typed.getOrDefault(CaseForms.line(field, i, part), "").isBlank()) filled = i + 1;
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < Math.min(CaseForms.MAX_LINES, filled + SPARE_LINES); i++) numbers.add(i);
    return numbers;
  }
}
