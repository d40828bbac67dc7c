namespace TokenFinOps.Routing.Agreement.Json;

/// <summary>The types that a JSON schema lets a value have; none when it does not say.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
}
