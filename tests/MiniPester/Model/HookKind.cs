namespace MiniPester.Model;

internal enum HookKind
{
    BeforeAll,
    BeforeEach,
    AfterEach,
    AfterAll,
}
