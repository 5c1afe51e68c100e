using System.CommandLine;

namespace Leasehold.Cli.Doctoring;

/// <summary>`leasehold doctor`: its arguments.</summary>
internal static class DoctorCommand
{
    public static Command Create(TextWriter output, TextWriter errors)
    {
        var urls = new Argument<string[]>("url")
        {
            Description = "An instance, as in https://shop-1:8443; its path is put before /leasehold/diagnosis.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else." };
        var headers = new Option<string[]>("--header")
        {
            Description = "Send this header, as in \"X-API-Key: …\"; may be given several times.",
            DefaultValueFactory = static _ => [],
        };
        urls.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens.Where(static token => Instance.TryRead(token.Value) is null))
            {
                result.AddError($"'{token.Value}' is no http or https URL.");
            }
        });
        headers.Validators.Add(static result =>
        {
            // Not the text itself: it is a secret.
            if (result.Tokens.Any(static token => RequestHeader.TryRead(token.Value) is null))
            {
                result.AddError("--header takes a name, a colon and a value: \"X-API-Key: …\".");
            }
        });
        var command = new Command(
            "doctor",
            "Asks running instances what is wrong, who it is, where, and what to do. Changes nothing. Exit code 0: "
            + "nothing is wrong, 1: something is, 2: an instance could not be asked.")
        {
            urls, json, headers,
        };
        command.SetAction((parsed, cancellationToken) => new DoctorRun(output, errors).RunAsync(
            new DoctorRequest
            {
                Instances = [.. parsed.GetValue(urls)!.Select(static url => Instance.TryRead(url)!)],
                Headers = [.. parsed.GetValue(headers)!.Select(static text => RequestHeader.TryRead(text)!)],
                AsJson = parsed.GetValue(json),
            },
            cancellationToken));
        return command;
    }
}
