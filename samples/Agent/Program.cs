using Agent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenFinOps;
using TokenFinOps.Attribution;
using TokenFinOps.Guardrails;
using TokenFinOps.Ledger;

// Two agents that go round in circles. Both are told to wrap up; one does, the other has to be stopped.
var services = new ServiceCollection();
services.AddTokenFinOps(finops => finops.AddGuardrails(guard =>
{
    guard.Limits = new RunLimits { MaxCalls = 25, MaxCost = 0.25m };
    guard.OnLoops(GuardrailAction.WrapUp);
}));
services.AddKeyedChatClient("sensible", new ScriptedModel(minds: true)).UseFunctionInvocation().UseTokenFinOps();
services.AddKeyedChatClient("stubborn", new ScriptedModel(minds: false)).UseFunctionInvocation().UseTokenFinOps();
await using ServiceProvider provider = services.BuildServiceProvider();
var ledger = provider.GetRequiredService<ICostLedger>();

foreach (string name in (string[])["sensible", "stubborn"])
{
    var agent = provider.GetRequiredKeyedService<IChatClient>(name);
    using AttributionScope run = FinOps.BeginRun(("agent", name), ("feature", "order-status"));
    Console.WriteLine($"The {name} agent is asked: where is order 4711?");
    try
    {
        ChatResponse response = await agent.GetResponseAsync("Where is order 4711?", SupportTools.Options);
        Console.WriteLine($"  It answers: {response.Messages[^1].Text}");
    }
    catch (RunawayStoppedException stopped)
    {
        Console.WriteLine($"  It is stopped by {stopped.Rule}: {stopped.Evidence}");
        Console.WriteLine($"  Its last words: {stopped.LastAnswer}");
    }

    await RunPrinter.PrintAsync(ledger, run.RunId!);
}
