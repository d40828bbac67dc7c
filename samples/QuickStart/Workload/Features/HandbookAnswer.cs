using Microsoft.Extensions.AI;

namespace QuickStart.Workload.Features;

/// <summary>Search answers a question from the three nearest pages of the handbook.</summary>
internal sealed class HandbookAnswer() : Feature("search", "handbook-answer", 30)
{
    private static readonly string Instructions = PromptFiles.Join("company")
        + "\n\n## Your task: answer a colleague's question\nUse only the pages below. Name the page. If they do not answer it, say so.";

    public override async Task RunAsync(CallContext call, CancellationToken cancellationToken)
    {
        string question = Material.Question(call.Random);
        IReadOnlyList<string> pages = await call.Handbook.FindAsync(question, 3, cancellationToken);
        await call.StreamAsync(
            CallContext.Conversation(Instructions, $"{string.Join("\n\n", pages)}\n\n{question}"),
            new ChatOptions { ModelId = call.Models.Standard },
            cancellationToken);
    }
}
