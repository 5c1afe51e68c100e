namespace Leasehold.Cli.Tests.Hosting;

/// <summary>One run of the tool in this process: its exit code and what it printed.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);

    public string Everything => Output + Errors;

    public static Task<ToolRun> CheckAsync(params string[] arguments)
        => CheckAsync(CancellationToken.None, arguments);

    public static Task<ToolRun> CheckAsync(CancellationToken cancellationToken, params string[] arguments)
        => RunAsync(cancellationToken, ["check", .. arguments]);

    public static async Task<ToolRun> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Bound);
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await LeaseholdCommand.RunAsync(arguments, output, errors, bound.Token);
        return new ToolRun(code, output.ToString(), errors.ToString());
    }
}
