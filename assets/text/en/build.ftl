# What the simulated build says of a Dockerfile.

rule-dockerfile-syntax = The Dockerfile cannot be read: { $problem }
    .help = An instruction begins with one of the words ADD, ARG, CMD, COPY, ENTRYPOINT, ENV, EXPOSE, FROM, HEALTHCHECK, LABEL, ONBUILD, RUN, SHELL, STOPSIGNAL, USER, VOLUME and WORKDIR.
rule-dockerfile-swallowed = This backslash joins the next line: { $instruction } is no instruction there, but arguments of { $into }{ $fails ->
        [yes] , which fails with them
       *[no] .
    }
    .help = Take the backslash away. One belongs only where the same instruction goes on in the next line.
rule-dockerfile-run = The command failed with exit code { $code }, and the build ends here. It said: { $said }
    .help = Any exit code but 0 ends the build: there is no image.
rule-dockerfile-unprivileged = This runs as { $user }, no longer as root, and fails with exit code { $code }: { $said }
    .help = `USER` holds for everything below it. What needs root, such as `useradd`, installing and `chown`, stands above.
rule-dockerfile-no-user = There is no account `{ $user }` in the image yet when the next `RUN` looks for it
    .help = Make the account first, and let `USER` follow; a number needs no account.
rule-dockerfile-step = { $instruction } cannot be carried out: { $problem }
    .help = Sources of `COPY` are paths in the build context; everything else is a matter of the instruction's spelling.
rule-dockerfile-not-simulated = Not simulated: `{ $what }`. { $goes ->
        [on] The build goes on as if it had worked, without what it would have brought.
       *[no] So nobody can say here whether the image is built, and it is not judged.
    }
    .help = On a machine with Docker it may well work. Here, use what the base image has.
rule-dockerfile-check = { $check ->
        [StageNameCasing] A stage's name should be in small letters
        [FromAsCasing] `AS` and `FROM` should be written alike, both in capitals or neither
        [NoEmptyContinuation] An empty line inside a continued instruction will be an error one day
        [ConsistentInstructionCasing] Instructions should all be written alike, in capitals
        [DuplicateStageName] Two stages have the same name
        [ReservedStageName] This name of a stage has a meaning of its own
        [JSONArgsRecommended] Written without brackets, the command runs in a shell, which keeps signals such as SIGTERM from it
        [MaintainerDeprecated] `MAINTAINER` is out of use; a label says it now
        [UndefinedArgInFrom] `FROM` uses a variable that no `ARG` above it declares
        [WorkdirRelativePath] A relative `WORKDIR` depends on what the base image says
        [UndefinedVar] A variable is used that nothing has set
        [MultipleInstructionsDisallowed] This one does nothing: the last of its kind in the stage is the one that counts
        [LegacyKeyValueFormat] Write `name=value`; the form with a space is the old one
        [SecretsUsedInArgOrEnv] What looks like a secret can be read in the image by everybody
       *[other] A check of the build warns
    } ({ $check }): { $problem }
    .help = A warning: the image is built all the same.
rule-dockerfile-chown = There is no `{ $owner }` in the image at this line, so the files go to root, without a word
    .help = Make the account above, or give its number: `--chown=10001:10001`.
rule-dockerfile-user-root = { $given ->
        [no] Nobody has chosen a user: the image
       *[yes] `USER { $user }` is root: the image
    } will run as root, and a Pod with `runAsNonRoot: true` refuses it
    .help = Let the last `USER` be a number that is not 0.
rule-dockerfile-user-name = `USER { $user }` is a name: the kubelet cannot verify that it is not root, and a Pod with `runAsNonRoot: true` refuses it
    .help = { $known ->
        [yes] Write the number: `USER { $uid }`. The kubelet reads the image's settings, never its passwd file.
       *[no] Write a number. The kubelet reads the image's settings, never its passwd file.
    }

label-swallowed = this instruction is swallowed
label-user-since = no longer root from here on
fix-swallowed = take the backslash away, so that { $instruction } is an instruction again
build-owner = `{ $path }` belongs to { $owner } since line { $line }: { $instruction ->
        [COPY] `COPY` gives everything to root, below a `USER` line too, unless `--chown` says to whom.
        [ADD] `ADD` gives everything to root, below a `USER` line too, unless `--chown` says to whom.
        [WORKDIR] `WORKDIR` makes a missing directory for the user of its place in the file, root where no `USER` stands above it; `COPY` into it does not change that.
       *[RUN] `RUN` made it so.
    }
