using BenchmarkDotNet.Running;
using Leasehold.Benchmarks.Databases;
using Leasehold.Benchmarks.EntityFramework;
using Leasehold.Benchmarks.Overhead;
using Leasehold.Benchmarks.Pairs;

if (args is ["pairs", .. var rest])
{
    return await PairsCommand.RunAsync(rest);
}

if (args is ["ef-pairs", .. var ofEntityFramework])
{
    return await EfPairsCommand.RunAsync(ofEntityFramework);
}

if (args is ["overhead", .. var compared])
{
    return await OverheadCommand.RunAsync(compared);
}

foreach (var database in BenchmarkServers.All)
{
    if (await BenchmarkServers.PrepareAsync(database) is { } missing)
    {
        await Console.Error.WriteLineAsync($"{database} cannot be measured here. {missing}");
    }
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
