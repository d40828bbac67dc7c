using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using TokenFinOps.Tokens;

namespace TokenFinOps.Compression.Lint;

/// <summary>Remembers what tools' declarations hold and count as, for as long as the tools live. Thread-safe.</summary>
internal sealed class ToolFacts(ContentHash hash, ITokenCounter counter)
{
    private readonly ConditionalWeakTable<AITool, Facts> _facts = [];

    public (UInt128 Hash, long Tokens) Of(AIFunctionDeclaration tool, string? model, string? provider)
    {
        if (!_facts.TryGetValue(tool, out Facts? facts) || facts.Model != model || facts.Provider != provider)
        {
            string declaration = $"{tool.Name}\n{tool.Description}\n{tool.JsonSchema.GetRawText()}";
            var alone = new ChatOptions { Tools = [tool] };
            long tokens = counter.CountInput([], alone, model, provider).Tokens - counter.CountInput([], null, model, provider).Tokens;
            facts = new Facts(model, provider, hash.Of(declaration), tokens);
            _facts.AddOrUpdate(tool, facts);
        }

        return (facts.Hash, facts.Tokens);
    }

    private sealed record Facts(string? Model, string? Provider, UInt128 Hash, long Tokens);
}
