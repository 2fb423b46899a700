"""Sixty questions, and the one sentence of many that answers each."""

PAIRS = """
Why does bread rise?|Yeast feeds on sugar and gives off gas, which lifts the dough.
Why do we add salt to dough?|Salt tightens the gluten and slows the yeast down.
How do I keep a loaf fresh?|Store it cut side down in a cloth bag, never in the fridge.
What makes a cake dry?|Too much flour or a few minutes too long in the oven.
Which planet is the hottest?|Venus, under its thick clouds, is warmer than Mercury.
Which planet is nearest to the sun?|Mercury circles closest, once in 88 days.
Why is Mars red?|Its dust is full of rust.
How many moons has Jupiter?|More than ninety satellites of the gas giant have been confirmed.
Why do stars twinkle?|Moving air bends their light a little this way and that.
What causes the tides?|The pull of the moon raises the sea on two sides of the earth.
What causes the seasons?|The axis of the earth is tilted against its path.
Why is the sky blue?|Air scatters short waves of light more than long ones.
Why is the sunset red?|Low light crosses more air, which takes the blue away.
How does a rainbow form?|Drops bend and reflect sunlight, each colour at its own angle.
Who wrote Hamlet?|The tragedy of the Danish prince is by William Shakespeare.
Who wrote Faust?|Goethe worked on the drama for most of his life.
Who painted the Mona Lisa?|Leonardo da Vinci made the portrait with the famous smile.
Who painted Guernica?|Picasso showed the bombing of the Basque town in black and white.
Who composed the Moonlight Sonata?|The piano piece is by Beethoven, who did not give it its name.
Who composed The Four Seasons?|Vivaldi wrote these violin concertos in Venice.
When did the Berlin Wall fall?|The border opened on a November night in 1989.
When was the Berlin Wall built?|Workers put up the first wire in August 1961.
When did the First World War begin?|Fighting broke out in the summer of 1914.
When did the Second World War end?|The surrender of Japan in September 1945 closed it.
What is the capital of Australia?|Canberra was planned as the seat of its government.
What is the largest city of Australia?|Sydney has more people than any other town there.
What is the capital of Canada?|Parliament sits in Ottawa.
What is the longest river in Europe?|The Volga flows to the Caspian Sea.
Which river flows through Paris?|The Seine divides the French capital in two.
Which mountain is the highest?|Everest stands on the border of Nepal and Tibet.
How do vaccines work?|They show the immune system a harmless part of the germ in advance.
How do antibiotics work?|They kill bacteria or stop them from dividing, and leave viruses alone.
Why do we get a fever?|The body turns up its heat to slow an infection.
What does insulin do?|The hormone lets cells take sugar from the blood.
What do red blood cells carry?|Haemoglobin in them brings oxygen to every tissue.
What do kidneys do?|They filter waste out of the blood and into urine.
Why do leaves turn yellow in autumn?|The green pigment breaks down and others show.
Why are leaves green?|Chlorophyll absorbs red and blue light and sends the rest back.
How do bees find flowers?|They see ultraviolet marks and tell each other by dancing.
How do bats find their way in the dark?|They call and listen for the echo.
How do fish breathe?|Water passes their gills, which take the oxygen out.
Why do cats purr?|Small muscles in the throat vibrate, in comfort and sometimes in pain.
Why do dogs pant?|They lose heat through the tongue, having few sweat glands.
Where do penguins live?|Nearly all are birds of the southern half of the world.
Where do polar bears live?|They hunt on the ice of the Arctic.
How does a fridge cool?|A liquid evaporates inside and takes heat with it to the back.
How does a microwave heat food?|Its waves turn water molecules to and fro.
How does a bicycle stay upright?|Steering into a fall brings the wheels back under the rider.
What does a transistor do?|It switches or strengthens a current by means of a smaller one.
What does a capacitor do?|It stores charge on two plates and lets it go again.
What is a prime number?|It can be divided by one and by itself alone.
What is a square root?|Multiplied by itself it gives the number back.
What is inflation?|Prices rise, so that money buys less than before.
What is a recession?|An economy shrinks for two quarters or more.
What is a mortgage?|A house is the security for this kind of loan.
How do I change a tyre?|Loosen the nuts, raise the car with the jack, and swap the wheel.
How do I change a light bulb?|Switch off the power, let the glass cool, and unscrew it.
How do I remove red wine from a carpet?|Dab it with a cloth, then use soda water and salt.
How do I remove rust from a knife?|Rub the blade with a cork and baking soda.
How long should I boil an egg?|Six minutes leave the yolk soft, ten make it hard.
"""
# Sentences that answer none of the questions, close to those that do.
OTHERS = """
Baking powder makes batter rise without yeast.
Dough is kneaded until it springs back.
Saturn is known for its rings.
Neptune is the coldest of the planets.
A year on Mars lasts nearly two of ours.
The moon always shows us the same face.
Fog is a cloud that touches the ground.
Macbeth murders the king of Scotland.
The Night Watch hangs in Amsterdam.
Mozart wrote his first symphony at eight.
The Wall was 155 kilometres long.
The League of Nations was founded in 1920.
Melbourne was once the seat of government.
Toronto is the largest city of Canada.
The Danube passes through four capitals.
K2 is harder to climb than its taller rival.
Painkillers do not shorten a cold.
White blood cells fight germs.
The liver breaks alcohol down.
Roots take up water and salts.
Wasps build their nests of chewed wood.
Whales breathe air through a hole on their back.
Foxes can hear a mouse under the snow.
Seals rest on the ice between dives.
An oven needs time to reach its heat.
A battery turns chemistry into current.
A resistor turns current into heat.
An even number can be halved.
Shares are parts of a company.
The brakes of a car should be tested every year.
Candles burn longer when the wick is short.
A blunt knife slips more easily than a sharp one.
"""
queries, answers = zip(*(row.split("|") for row in PAIRS.strip().splitlines()))
documents = list(answers) + OTHERS.strip().splitlines()
print(f"{len(queries)} questions, {len(documents)} sentences to choose from")
