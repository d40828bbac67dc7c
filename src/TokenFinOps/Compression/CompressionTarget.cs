using TokenFinOps.Compression.Gate;

namespace TokenFinOps.Compression;

/// <summary>What a prompt is shortened for.</summary>
/// <param name="Model">The model, whose tokenizer counts; <see langword="null"/> when it is not known.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Cache">The rates of its prompt cache; <see langword="null"/> for <see cref="PromptCacheRates.None"/>.</param>
public readonly record struct CompressionTarget(string? Model, string? Provider = null, PromptCacheRates? Cache = null);
