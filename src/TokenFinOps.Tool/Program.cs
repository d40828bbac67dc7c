using TokenFinOps.Tool;

return await App.RunAsync(args, ToolContext.OfProcess());
