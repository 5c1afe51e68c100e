using Leasehold.Demo;
using Leasehold.Demo.Cluster;

if (!DemoArguments.TryParse(args, out var arguments, out var problem))
{
    await Console.Error.WriteLineAsync(problem);
    return 1;
}

return await (arguments.Cluster is { } database
    ? ClusterRun.RunAsync(database, arguments.Data)
    : DemoRun.RunAsync(arguments.Data));
