namespace Leasehold.Demo;

/// <summary>Looks before anything is started: a server that finds its port taken says so with its stack.</summary>
internal static class DemoPorts
{
    /// <exception cref="DemoStartException">Some are taken.</exception>
    public static void Require(DemoArguments arguments)
    {
        var taken = arguments.Addresses.Taken(arguments.Cluster is not null);
        if (taken.Count > 0)
        {
            var ports = string.Join(", ", taken);
            throw new DemoStartException(
                $"{(taken.Count == 1 ? $"Port {ports} is" : $"Ports {ports} are")} taken; another demo may run. Stop "
                + "it, or give this one ports and a folder of its own: --ports 6080 --data data-2.");
        }
    }
}
