package org.yutang.register;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.yutang.kernel.Refusal;

/// A part of a YAML text that knows where it stands, so that whatever is wrong can be named by line
/// and column.
final class YamlNode {

  private final Node node;
  private final Map<String, YamlNode> children = new LinkedHashMap<>();

  private YamlNode(Node node) {
    this.node = node;
  }

  /// Refuses with [RegisterRefusal#MAPPING_WRONG] what is not YAML.
  static YamlNode read(String text) {
    try {
      Node root =
          new Compose(
                  LoadSettings.builder()
                      .setUseMarks(true)
                      .setAllowDuplicateKeys(false)
                      .setMaxAliasesForCollections(10)
                      .setCodePointLimit(200_000)
                      .build())
              .composeString(text)
              .orElseThrow(() -> wrong(1, 1, "the mapping is empty"));
      return new YamlNode(root);
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
      throw wrong(
          mark == null ? 1 : mark.getLine() + 1,
          mark == null ? 1 : mark.getColumn() + 1,
          e.getProblem());
    } catch (YamlEngineException e) {
      throw wrong(1, 1, String.valueOf(e.getMessage()));
    }
  }

  static Refusal wrong(int line, int column, String problem) {
    return new Refusal(
        RegisterRefusal.MAPPING_WRONG, Map.of("line", line, "column", column, "problem", problem));
  }

  Refusal wrong(String problem) {
    return wrong(line(), column(), problem);
  }

  int line() {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  int column() {
    return node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
  }

  /// Reads it as a block of named values; refuses names that are not among the known ones, and
  /// repeated ones.
  YamlNode block(String... known) {
    if (!(node instanceof MappingNode block)) throw wrong("a block of named values is wanted here");
    children.clear();
    for (NodeTuple entry : block.getValue()) {
      YamlNode key = new YamlNode(entry.getKeyNode());
      String name = key.text();
      if (!List.of(known).contains(name))
        throw key.wrong("unknown key '" + name + "'; known here: " + String.join(", ", known));
      if (children.put(name, new YamlNode(entry.getValueNode())) != null)
        throw key.wrong("key '" + name + "' stands here twice");
    }
    return this;
  }

  YamlNode get(String name) {
    return find(name).orElseThrow(() -> wrong("key '" + name + "' is missing"));
  }

  Optional<YamlNode> find(String name) {
    return Optional.ofNullable(children.get(name));
  }

  List<YamlNode> items() {
    if (!(node instanceof SequenceNode list)) throw wrong("a list is wanted here");
    List<YamlNode> items = new ArrayList<>();
    for (Node item : list.getValue()) items.add(new YamlNode(item));
    return items;
  }

  String text() {
    if (!(node instanceof ScalarNode scalar)) throw wrong("a plain value is wanted here");
    return scalar.getValue();
  }

  /// Compiles its text; what is wrong is named by its place in the whole file.
  Expression expression(Expression.Gives gives) {
    String text = text();
    try {
      return Expression.of(text, gives);
    } catch (Expression.Wrong e) {
      ScalarStyle style = ((ScalarNode) node).getScalarStyle();
      if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED)
        throw wrong(line() + e.line, e.column, e.problem);
      int quote = style == ScalarStyle.PLAIN ? 0 : 1;
      throw wrong(
          line() + e.line - 1, e.line == 1 ? column() + quote + e.column - 1 : e.column, e.problem);
    }
  }
}
