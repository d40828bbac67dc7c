using System.Collections.Immutable;
using System.Text;

namespace TokenFinOps.Compression.Lint;

/// <summary>What the prompts of an application waste, the dearest first.</summary>
/// <param name="Findings">The findings: by currency, then by cost, then those without a price by tokens.</param>
/// <param name="Calls">All calls that were answered.</param>
/// <param name="LintedCalls">Those that were looked at: see <see cref="PromptLintOptions.SampleShare"/>.</param>
/// <param name="UncoveredCalls">Those that were to be looked at and were not, because there were more groups than <see cref="PromptLintOptions.MaxGroups"/>.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record PromptLintReport(ImmutableArray<PromptLintFinding> Findings, long Calls, long LintedCalls, long UncoveredCalls)
{
    /// <summary>Writes the report for people, one finding a line.</summary>
    /// <returns>The report.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"{LintedCalls} of {Calls} calls looked at{(UncoveredCalls > 0 ? $", {UncoveredCalls} left out" : "")}, {Findings.Length} findings.");
        foreach (PromptLintFinding finding in Findings)
        {
            text.Append('\n').Append(finding);
        }

        return text.ToString();
    }
}
