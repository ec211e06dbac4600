package org.xinfu.kit.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

class RememberingBeanFactoryTest {
  private static final ResolvableType WORDS =
      ResolvableType.forClassWithGenerics(Supplier.class, String.class);
  private static final ResolvableType NUMBERS =
      ResolvableType.forClassWithGenerics(Supplier.class, Integer.class);

  static final class Word implements Supplier<String> {
    @Override
    public String get() {
      return "word";
    }
  }

  @Test
  void what_is_added_or_taken_away_later_is_seen() {
    RememberingBeanFactory factory = new RememberingBeanFactory();
    factory.registerBeanDefinition("one", new RootBeanDefinition(Word.class));
    factory.freezeConfiguration();
    assertThat(words(factory)).containsExactly("one");
    words(factory)[0] = "spoilt by a caller";
    assertThat(words(factory)).containsExactly("one");
    assertThat(factory.getBeanNamesForType(NUMBERS, true, true)).isEmpty();
    factory.registerSingleton("two", new Word());
    assertThat(words(factory)).containsExactly("one", "two");
    factory.destroySingleton("two");
    assertThat(words(factory)).containsExactly("one");
    factory.registerBeanDefinition("three", new RootBeanDefinition(Word.class));
    factory.freezeConfiguration();
    assertThat(words(factory)).containsExactly("one", "three");
    factory.removeBeanDefinition("one");
    factory.freezeConfiguration();
    assertThat(words(factory)).containsExactly("three");
  }

  private static String[] words(RememberingBeanFactory factory) {
    return factory.getBeanNamesForType(WORDS, true, true);
  }
}
