using Leasehold.Images;
using Leasehold.ServiceDefaults.Startup;

return await ServiceProgram.RunAsync(args, () => ImageService.Build(args));
