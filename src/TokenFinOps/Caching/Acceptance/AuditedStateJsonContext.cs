using System.Text.Json.Serialization;

namespace TokenFinOps.Caching.Acceptance;

/// <summary>Writes and reads <see cref="AuditedState"/> without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditedState))]
internal sealed partial class AuditedStateJsonContext : JsonSerializerContext;
