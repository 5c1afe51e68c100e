using Leasehold.Cli;

return await LeaseholdCommand.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
