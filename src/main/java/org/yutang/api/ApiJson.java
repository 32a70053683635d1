package org.yutang.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// How bodies are read and written: a place code is a plain text, unknown fields are refused, and a
/// field that the body's record does not call nullable must be there. Texts hold no NUL, because no
/// database text can.
@RestControllerAdvice(basePackageClasses = ApiJson.class)
class ApiJson extends RequestBodyAdviceAdapter {

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return type instanceof Class<?> body && body.isRecord();
  }

  @Override
  public Object afterBodyRead(
      Object body,
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter) {
    requireWhole(body, "");
    return body;
  }

  private static void requireWhole(Object body, String path) {
    for (RecordComponent component : body.getClass().getRecordComponents()) {
      String field = path + component.getName();
      Object value = value(body, component);
      if (value == null && !mayBeAbsent(component))
        throw new Refusal(ApiRefusal.FIELD_MISSING, Map.of("field", field));
      if (value instanceof String text && text.indexOf('\0') >= 0)
        throw new Refusal(ApiRefusal.INVALID_FIELD, Map.of("field", field));
      if (value instanceof Iterable<?> many) requireEach(many, field);
      else if (value != null && value.getClass().isRecord()) requireWhole(value, field + ".");
    }
  }

  private static void requireEach(Iterable<?> many, String field) {
    int index = 0;
    for (Object each : many) {
      String path = field + "[" + index++ + "]";
      if (each == null) throw new Refusal(ApiRefusal.FIELD_MISSING, Map.of("field", path));
      if (each.getClass().isRecord()) requireWhole(each, path + ".");
    }
  }

  /// Whether a field of a body or an answer may be null or missing.
  static boolean mayBeAbsent(RecordComponent component) {
    return component.getType() == Optional.class
        || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static @Nullable Object value(Object body, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(body);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  @Bean
  static JacksonModule placeCodes() {
    SimpleModule module = new SimpleModule("place codes");
    module.addSerializer(new Written());
    module.addDeserializer(PlaceCode.class, new Read());
    return module;
  }

  private static final class Written extends StdSerializer<PlaceCode> {
    Written() {
      super(PlaceCode.class);
    }

    @Override
    public void serialize(PlaceCode place, JsonGenerator json, SerializationContext context) {
      json.writeString(place.text());
    }
  }

  private static final class Read extends StdDeserializer<PlaceCode> {
    Read() {
      super(PlaceCode.class);
    }

    @Override
    public PlaceCode deserialize(JsonParser json, DeserializationContext context) {
      String text = json.getValueAsString();
      if (text == null || !PlaceCode.isCode(text))
        return (PlaceCode)
            context.handleWeirdStringValue(
                PlaceCode.class, String.valueOf(text), "not a place code");
      return new PlaceCode(text);
    }
  }
}
