using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using TokenFinOps.Benchmarks.EndToEnd;

if (args is ["first-update", .. string[] arguments])
{
    return await FirstUpdateComparison.RunAsync(arguments);
}

// Two cores that also do other work need more than the two minutes a build is given.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10)));
return 0;
