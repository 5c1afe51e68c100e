using Leasehold.Demo;
using Leasehold.Demo.Cluster;

const int couldNotStart = 1;
const int wrongOption = 2;

if (DemoArguments.AsksForHelp(args))
{
    Console.WriteLine(DemoArguments.Usage);
    return 0;
}

if (!DemoArguments.TryParse(args, out var arguments, out var problem))
{
    await Console.Error.WriteLineAsync(problem);
    return wrongOption;
}

try
{
    return await (arguments.Cluster is { } database
        ? ClusterRun.RunAsync(database, arguments)
        : DemoRun.RunAsync(arguments));
}
catch (Exception failure)
{
    // A newcomer needs the sentence; a stack says nothing to somebody who has just cloned this.
    await Console.Error.WriteLineAsync(DemoStartException.FirstLine(failure));
    return couldNotStart;
}
