package org.yutang.api;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.yutang.kernel.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Turns what the framework throws over a bad request into a refusal of ours.
final class Refusals {

  private Refusals() {}

  /// Null for what is no fault of the request: a bug.
  static @Nullable Refusal find(Throwable thrown) {
    return switch (thrown) {
      case Refusal refusal -> refusal;
      case NoResourceFoundException e -> new Refusal(ApiRefusal.UNKNOWN_PATH);
      case NoHandlerFoundException e -> new Refusal(ApiRefusal.UNKNOWN_PATH);
      case HttpRequestMethodNotSupportedException e ->
          new Refusal(
              ApiRefusal.METHOD_NOT_ALLOWED,
              Map.of("method", e.getMethod(), "allowed", allowed(e)));
      case HttpMediaTypeNotSupportedException e ->
          new Refusal(
              ApiRefusal.UNSUPPORTED_MEDIA_TYPE,
              Map.of("supported", MediaType.toString(e.getSupportedMediaTypes())));
      case HttpMediaTypeNotAcceptableException e -> new Refusal(ApiRefusal.NOT_ACCEPTABLE);
      case HandshakeFailureException e when e.getCause() instanceof Refusal refusal -> refusal;
      case RequestRejectedException e -> new Refusal(ApiRefusal.BAD_REQUEST);
      case HttpMessageNotReadableException e -> unreadable(e);
      case MissingServletRequestParameterException e ->
          new Refusal(ApiRefusal.PARAMETER_MISSING, Map.of("parameter", e.getParameterName()));
      case MissingRequestHeaderException e ->
          new Refusal(ApiRefusal.PARAMETER_MISSING, Map.of("parameter", e.getHeaderName()));
      case MethodArgumentTypeMismatchException e ->
          new Refusal(ApiRefusal.INVALID_PARAMETER, Map.of("parameter", e.getName()));
      case DataAccessResourceFailureException e -> new Refusal(ApiRefusal.UNAVAILABLE);
      case CannotCreateTransactionException e -> new Refusal(ApiRefusal.UNAVAILABLE);
      case ErrorResponse e when e.getStatusCode().is4xxClientError() ->
          new Refusal(ApiRefusal.BAD_REQUEST);
      default -> null;
    };
  }

  private static Refusal unreadable(HttpMessageNotReadableException thrown) {
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      switch (cause) {
        case Refusal refusal -> {
          return refusal;
        }
        case UnrecognizedPropertyException e -> {
          return new Refusal(ApiRefusal.UNKNOWN_FIELD, Map.of("field", path(e)));
        }
        case StreamReadException e -> {
          var where = e.getLocation();
          return new Refusal(
              ApiRefusal.MALFORMED_JSON,
              Map.of(
                  "line",
                  where == null ? 0 : where.getLineNr(),
                  "column",
                  where == null ? 0 : where.getColumnNr()));
        }
        case JacksonException e -> {
          return new Refusal(ApiRefusal.INVALID_FIELD, Map.of("field", path(e)));
        }
        default -> {}
      }
    }
    return new Refusal(ApiRefusal.BODY_MISSING);
  }

  /// Where in the body, as in `grants[0].place`; `.` for the body itself.
  private static String path(JacksonException thrown) {
    List<JacksonException.Reference> steps = thrown.getPath();
    String path =
        steps.stream()
            .map(
                step ->
                    step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getPropertyName())
            .collect(Collectors.joining());
    return path.length() > 1 && path.startsWith(".")
        ? path.substring(1)
        : path.isEmpty() ? "." : path;
  }

  private static String allowed(HttpRequestMethodNotSupportedException thrown) {
    String[] allowed = thrown.getSupportedMethods();
    return allowed == null ? "" : String.join(", ", allowed);
  }
}
