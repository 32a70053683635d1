package org.yutang.register;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A CEL expression of a mapping over `row`, the cells of one row by column name (text; empty where
/// the cell is), and the words of [ExpressionWords]. Type-checked when it is made. Immutable and
/// thread-safe.
///
/// A word such as `number` of an empty cell makes the whole expression *nothing*, unless a
/// condition steps around it.
final class Expression {

  /// What an expression may give.
  enum Gives {
    TEXT,
    NUMBER,
    YES_NO,
    ANY
  }

  private static final int MAX_LENGTH = 4_000;
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MAX_LENGTH)
          .comprehensionMaxIterations(1_000)
          .enableHeterogeneousNumericComparisons(true)
          .build();
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("row", MapType.create(SimpleType.STRING, SimpleType.STRING))
          .addFunctionDeclarations(ExpressionWords.declarations())
          .addLibraries(CelExtensions.strings())
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addFunctionBindings(ExpressionWords.bindings())
          .addLibraries(CelExtensions.strings())
          .build();

  private final CelRuntime.Program program;
  private final @Nullable String onlyColumn;
  private final @Nullable Object constant;
  private final Set<String> columns;

  private Expression(
      CelRuntime.Program program,
      @Nullable String onlyColumn,
      @Nullable Object constant,
      Set<String> columns) {
    this.program = program;
    this.onlyColumn = onlyColumn;
    this.constant = constant;
    this.columns = columns;
  }

  /// An expression that does not compile; `line` and `column` count from 1 inside its text.
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;
    final String problem;
    final int line;
    final int column;

    Wrong(int line, int column, String problem) {
      super(problem);
      this.problem = problem;
      this.line = line;
      this.column = column;
    }
  }

  static Expression of(String text, Gives gives) throws Wrong {
    CelValidationResult checked = COMPILER.compile(text);
    try {
      CelAbstractSyntaxTree tree = checked.getAst();
      if (!fits(tree.getResultType(), gives))
        throw new Wrong(
            1,
            1,
            "gives "
                + tree.getResultType().name()
                + " where "
                + gives.name().toLowerCase(java.util.Locale.ROOT).replace('_', '/')
                + " is wanted");
      CelExpr root = tree.getExpr();
      Set<String> columns = new LinkedHashSet<>();
      CelNavigableAst.fromAst(tree)
          .getRoot()
          .allNodes()
          .forEach(node -> column(node).ifPresent(columns::add));
      String only =
          columns.size() == 1 ? column(CelNavigableExpr.fromExpr(root)).orElse(null) : null;
      return new Expression(
          RUNTIME.createProgram(tree),
          only,
          root.getKind() == Kind.CONSTANT ? value(root.constant()) : null,
          columns);
    } catch (CelValidationException e) {
      CelIssue first = e.getErrors().getFirst();
      throw new Wrong(
          Math.max(1, first.getSourceLocation().getLine()),
          first.getSourceLocation().getColumn() + 1,
          first.getMessage());
    } catch (CelEvaluationException e) {
      throw new Wrong(1, 1, String.valueOf(e.getMessage()));
    }
  }

  /// The columns that it cannot do without: those read as `row.name` or `row['name']`, but not only
  /// asked after by `has`.
  Set<String> columns() {
    return columns;
  }

  /// The value for a row: text, a `Long`, a `Double` or a `Boolean`; null for nothing (also for
  /// empty text).
  ///
  /// @throws CelEvaluationException if it cannot be worked out
  @Nullable Object of(Map<String, String> row) throws CelEvaluationException {
    if (constant != null) return constant;
    if (onlyColumn != null) {
      String text = row.get(onlyColumn);
      return text == null || text.isEmpty() ? null : text;
    }
    try {
      Object value = program.eval(name -> name.equals("row") ? Optional.of(row) : Optional.empty());
      return value instanceof String text && text.isEmpty() ? null : value;
    } catch (CelEvaluationException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause())
        if (cause instanceof ExpressionWords.Nothing) return null;
      throw e;
    }
  }

  private static Optional<String> column(CelNavigableExpr node) {
    CelExpr expr = node.expr();
    if (expr.getKind() == Kind.SELECT
        && !expr.select().testOnly()
        && isRow(expr.select().operand())) return Optional.of(expr.select().field());
    if (expr.getKind() == Kind.CALL
        && expr.call().function().equals("_[_]")
        && isRow(expr.call().args().get(0))) {
      CelExpr key = expr.call().args().get(1);
      if (key.getKind() == Kind.CONSTANT
          && key.constant().getKind() == CelConstant.Kind.STRING_VALUE)
        return Optional.of(key.constant().stringValue());
    }
    return Optional.empty();
  }

  private static boolean isRow(CelExpr expr) {
    return expr.getKind() == Kind.IDENT && expr.ident().name().equals("row");
  }

  private static @Nullable Object value(CelConstant constant) {
    return switch (constant.getKind()) {
      case STRING_VALUE -> constant.stringValue();
      case INT64_VALUE -> constant.int64Value();
      case DOUBLE_VALUE -> constant.doubleValue();
      case BOOLEAN_VALUE -> constant.booleanValue();
      default -> null;
    };
  }

  private static boolean fits(CelType type, Gives gives) {
    boolean text = type.equals(SimpleType.STRING);
    boolean number = type.equals(SimpleType.INT) || type.equals(SimpleType.DOUBLE);
    boolean yesNo = type.equals(SimpleType.BOOL);
    return type.equals(SimpleType.DYN)
        || switch (gives) {
          case TEXT -> text;
          case NUMBER -> number;
          case YES_NO -> yesNo;
          case ANY -> text || number || yesNo;
        };
  }
}
