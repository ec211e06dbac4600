package org.xinfu.kit.start;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Remembers which beans are of a generic type, once the definitions are settled. Spring remembers
 * that of classes alone; Spring Security 7 asks for the customizers of some thirty generic types
 * for each filter chain, and each answer looks at every bean.
 */
final class RememberingBeanFactory extends DefaultListableBeanFactory {
  private record Question(ResolvableType type, boolean prototypes, boolean eager) {}

  private final Map<Question, String[]> found = new ConcurrentHashMap<>();

  @Override
  public String[] getBeanNamesForType(
      ResolvableType type, boolean includeNonSingletons, boolean allowEagerInit) {
    if (!isConfigurationFrozen() || !type.hasGenerics()) {
      return super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit);
    }
    Question question = new Question(type, includeNonSingletons, allowEagerInit);
    String[] known = found.get(question);
    if (known == null) {
      // Looking may make factory beans, which ask in their turn: no lock is held meanwhile.
      known = super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit);
      found.put(question, known);
    }
    return known.clone();
  }

  @Override
  public void registerBeanDefinition(String beanName, BeanDefinition beanDefinition) {
    super.registerBeanDefinition(beanName, beanDefinition);
    found.clear();
  }

  @Override
  public void removeBeanDefinition(String beanName) {
    super.removeBeanDefinition(beanName);
    found.clear();
  }

  @Override
  public void registerSingleton(String beanName, Object singletonObject) {
    super.registerSingleton(beanName, singletonObject);
    found.clear();
  }

  @Override
  public void destroySingleton(String beanName) {
    super.destroySingleton(beanName);
    found.clear();
  }
}
